package norn.worker;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.protocol.v1.Message;
import io.temporal.api.update.v1.Rejection;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;

/**
 * Fixes what the SDK sends the server about an update that a validator rejected. It sends the whole message back: over 2 MB the
 * server takes that for a failed workflow task, and the sender never reads the reason. And it gives the failure a type of its own
 * instead of {@code Refused}.
 */
final class RejectedUpdateFix implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            @SuppressWarnings("unchecked") // the very type that came in
            public void sendMessage(Q request) {
                super.sendMessage(
                        request instanceof RespondWorkflowTaskCompletedRequest task ? (Q) fixed(task) : request);
            }
        };
    }

    static RespondWorkflowTaskCompletedRequest fixed(RespondWorkflowTaskCompletedRequest task) {
        if (task.getMessagesList().stream().noneMatch(RejectedUpdateFix::isRejection)) {
            return task;
        }
        var fixed = task.toBuilder().clearMessages();
        for (var message : task.getMessagesList()) {
            fixed.addMessages(isRejection(message) ? fixed(message) : message);
        }
        return fixed.build();
    }

    private static boolean isRejection(Message message) {
        return message.getBody().is(Rejection.class);
    }

    private static Message fixed(Message message) {
        try {
            var rejection = message.getBody().unpack(Rejection.class).toBuilder();
            rejection.getRejectedRequestBuilder().getInputBuilder().setArgs(Payloads.getDefaultInstance());
            rejection.setFailure(refused(rejection.getFailure()));
            return message.toBuilder().setBody(Any.pack(rejection.build())).build();
        } catch (InvalidProtocolBufferException foreign) { // not what this version of the SDK writes: left as it is
            return message;
        }
    }

    private static Failure refused(Failure failure) {
        var refused = failure.toBuilder().clearStackTrace();
        refused.getApplicationFailureInfoBuilder().setType("Refused").setNonRetryable(true);
        return refused.build();
    }
}
