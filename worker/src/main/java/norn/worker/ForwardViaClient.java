package norn.worker;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import norn.message.Messages;
import norn.run.MessageForwarder;
import org.slf4j.LoggerFactory;

/** Forwards messages by Temporal's client. */
final class ForwardViaClient implements MessageForwarder {
    private final WorkflowClient client;

    ForwardViaClient(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public ForwardReply forward(Envelope envelope) {
        try {
            return envelope.byDeployment() ? toPhase(envelope) : toRun(envelope);
        } catch (WorkflowNotFoundException gone) {
            throw FailureConverter.nonRetryable("NoSuchRun", envelope.run() + " is not running");
        } catch (WorkflowUpdateException refused) {
            var reason = refused.getCause() instanceof ApplicationFailure failure
                    ? failure.getOriginalMessage()
                    : String.valueOf(refused.getMessage());
            LoggerFactory.getLogger(ForwardViaClient.class)
                    .info("event=message-refused run={} message={}", envelope.run(), envelope.message());
            return ForwardReply.of(false, reason);
        }
    }

    private ForwardReply toPhase(Envelope envelope) {
        return send(
                envelope, FORWARDED, ForwardReply.class, new ForwardedMessage(envelope.message(), envelope.payload()));
    }

    private ForwardReply toRun(Envelope envelope) {
        var answer = send(envelope, envelope.message(), Messages.MessageAnswer.class, envelope.payload());
        return ForwardReply.of(answer.accepted(), answer.status());
    }

    private <T> T send(Envelope envelope, String update, Class<T> answer, Object payload) {
        var options = UpdateOptions.newBuilder(answer)
                .setUpdateName(update)
                .setUpdateId(envelope.id())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        return client.newUntypedWorkflowStub(envelope.run())
                .startUpdate(options, payload)
                .getResult();
    }
}
