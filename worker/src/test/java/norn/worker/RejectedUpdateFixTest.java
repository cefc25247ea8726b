package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.protocol.v1.Message;
import io.temporal.api.update.v1.Input;
import io.temporal.api.update.v1.Rejection;
import io.temporal.api.update.v1.Request;
import io.temporal.api.update.v1.Response;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import org.junit.jupiter.api.Test;

class RejectedUpdateFixTest {
    private static final Message ACCEPTED = Message.newBuilder()
            .setId("1")
            .setBody(Any.pack(Response.getDefaultInstance()))
            .build();

    @Test
    void a_rejection_is_sent_without_the_message_that_it_rejects() throws Exception {
        var sent = RejectedUpdateFix.fixed(RespondWorkflowTaskCompletedRequest.newBuilder()
                .setIdentity("worker")
                .addMessages(ACCEPTED)
                .addMessages(rejectionOf(3_000_000))
                .build());

        assertThat(sent.getSerializedSize()).isLessThan(1_000);
        assertThat(sent.getIdentity()).isEqualTo("worker");
        assertThat(sent.getMessages(0)).isEqualTo(ACCEPTED);
        var rejection = sent.getMessages(1).getBody().unpack(Rejection.class);
        assertThat(rejection.getRejectedRequest().getInput().getName()).isEqualTo("decide");
        assertThat(rejection.getFailure().getMessage()).isEqualTo("too long");
        assertThat(rejection.getFailure().getApplicationFailureInfo())
                .isEqualTo(ApplicationFailureInfo.newBuilder()
                        .setType("Refused")
                        .setNonRetryable(true)
                        .build());
    }

    @Test
    void what_holds_no_rejection_is_sent_as_it_is() {
        var task = RespondWorkflowTaskCompletedRequest.newBuilder()
                .addMessages(ACCEPTED)
                .build();

        assertThat(RejectedUpdateFix.fixed(task)).isSameAs(task);
    }

    private static Message rejectionOf(int bytes) {
        var args = Payloads.newBuilder()
                .addPayloads(Payload.newBuilder().setData(ByteString.copyFrom(new byte[bytes])))
                .build();
        return Message.newBuilder()
                .setId("2")
                .setBody(Any.pack(Rejection.newBuilder()
                        .setRejectedRequest(Request.newBuilder()
                                .setInput(Input.newBuilder().setName("decide").setArgs(args)))
                        .setFailure(Failure.newBuilder()
                                .setMessage("too long")
                                .setStackTrace("at …")
                                .setApplicationFailureInfo(
                                        ApplicationFailureInfo.newBuilder().setType("some.internal.Exception")))
                        .build()))
                .build();
    }
}
