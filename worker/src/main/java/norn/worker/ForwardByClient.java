package norn.worker;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import norn.deployment.Forward;
import norn.deployment.Messages;
import org.slf4j.LoggerFactory;

/** Passes messages on by Temporal's client. */
final class ForwardByClient implements Forward {
    private final WorkflowClient client;

    ForwardByClient(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public Answer forward(Letter letter) {
        try {
            return letter.byDeployment() ? toOwnPhase(letter) : asAnyPerson(letter);
        } catch (WorkflowNotFoundException gone) {
            throw Failures.forGood("NoSuchRun", letter.run() + " is not running");
        } catch (WorkflowUpdateException refused) {
            var said = refused.getCause() instanceof ApplicationFailure failure
                    ? failure.getOriginalMessage()
                    : String.valueOf(refused.getMessage());
            LoggerFactory.getLogger(ForwardByClient.class)
                    .info("event=refused run={} message={}", letter.run(), letter.message());
            return new Answer(false, said, null);
        }
    }

    private Answer toOwnPhase(Letter letter) {
        return send(letter, FORWARDED, Answer.class, new Forwarded(letter.message(), letter.payload()));
    }

    private Answer asAnyPerson(Letter letter) {
        var answer = send(letter, letter.message(), Messages.Answer.class, letter.payload());
        return new Answer(answer.accepted(), answer.status(), null);
    }

    private <T> T send(Letter letter, String update, Class<T> answer, Object payload) {
        var options = UpdateOptions.newBuilder(answer)
                .setUpdateName(update)
                .setUpdateId(letter.id())
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        return client.newUntypedWorkflowStub(letter.run())
                .startUpdate(options, payload)
                .getResult();
    }
}
