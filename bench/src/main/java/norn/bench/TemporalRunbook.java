package norn.bench;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The steps as activities of one workflow, without Norn: each starts the command and waits for it, and records nothing. */
final class TemporalRunbook implements AutoCloseable {
    private static final String QUEUE = "bare-runbook";

    private final WorkflowClient client;
    private final WorkerFactory factory;
    private final int steps;
    private int runs;

    private TemporalRunbook(WorkflowClient client, WorkerFactory factory, int steps) {
        this.client = client;
        this.factory = factory;
        this.steps = steps;
    }

    static TemporalRunbook start(WorkflowClient client, int steps) {
        var factory = WorkerFactory.newInstance(client);
        var worker = factory.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(CommandsImpl.class);
        worker.registerActivitiesImplementations(new RunTrue());
        factory.start();
        return new TemporalRunbook(client, factory, steps);
    }

    /** Runs every step; returns the seconds that it took. */
    double run() {
        var options = WorkflowOptions.newBuilder()
                .setTaskQueue(QUEUE)
                .setWorkflowId("bare-runbook-" + ++runs)
                .build();
        var begin = System.nanoTime();
        client.newWorkflowStub(CommandSequence.class, options).run(steps);
        return (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** Commands in sequence. */
    @WorkflowInterface
    public interface CommandSequence {
        /** Runs so many. */
        @WorkflowMethod
        void run(int steps);
    }

    /** See {@link CommandSequence}. */
    public static final class CommandsImpl implements CommandSequence {
        private final RunCommand command = Workflow.newActivityStub(
                RunCommand.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(10))
                        .build());

        @Override
        public void run(int steps) {
            for (var step = 1; step <= steps; step++) {
                command.runTrue();
            }
        }
    }

    /** A command as an activity. */
    @ActivityInterface
    public interface RunCommand {
        /** Runs {@code /bin/true}. */
        void runTrue();
    }

    private static final class RunTrue implements RunCommand {
        @Override
        public void runTrue() {
            try {
                var exitCode = new ProcessBuilder("/bin/true").start().waitFor();
                if (exitCode != 0) {
                    throw new IllegalStateException("/bin/true exited with " + exitCode);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped", stopped);
            }
        }
    }
}
