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

/** Passes messages on by Temporal's client. */
final class ForwardViaClient implements MessageForwarder {
    private final WorkflowClient client;

    ForwardViaClient(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public ForwardReply forward(Envelope envelope) {
        try {
            return envelope.byDeployment() ? toOwnPhase(envelope) : asAnyPerson(envelope);
        } catch (WorkflowNotFoundException gone) {
            throw FailureConverter.nonRetryable("NoSuchRun", envelope.run() + " is not running");
        } catch (WorkflowUpdateException refused) {
            var said = refused.getCause() instanceof ApplicationFailure failure
                    ? failure.getOriginalMessage()
                    : String.valueOf(refused.getMessage());
            LoggerFactory.getLogger(ForwardViaClient.class)
                    .info("event=refused run={} message={}", envelope.run(), envelope.message());
            return new ForwardReply(false, said, null);
        }
    }

    private ForwardReply toOwnPhase(Envelope envelope) {
        return send(
                envelope, FORWARDED, ForwardReply.class, new ForwardedMessage(envelope.message(), envelope.payload()));
    }

    private ForwardReply asAnyPerson(Envelope envelope) {
        var answer = send(envelope, envelope.message(), Messages.MessageAnswer.class, envelope.payload());
        return new ForwardReply(answer.accepted(), answer.status(), null);
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
