package norn.bench;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Temporal without Norn: a worker as the SDK makes it, a workflow that calls activities in sequence, activities that do nothing. */
final class BareWorker implements AutoCloseable {
    private static final String QUEUE = "bare";

    private final WorkflowClient client;
    private final WorkerFactory factory;
    private final Idle idle = new Idle();
    private int runs;

    private BareWorker(WorkflowClient client) {
        this.client = client;
        factory = WorkerFactory.newInstance(client);
        var worker = factory.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(SequenceImpl.class);
        worker.registerActivitiesImplementations(idle);
        factory.start();
    }

    static BareWorker start(WorkflowClient client) {
        return new BareWorker(client);
    }

    /** Runs so many steps, and returns how long one takes, from the first one's begin to the last one's. */
    double millisPerStep(int steps) {
        var id = "bare-" + ++runs;
        var options = WorkflowOptions.newBuilder()
                .setTaskQueue(QUEUE)
                .setWorkflowId(id)
                .build();
        client.newWorkflowStub(Sequence.class, options).run(id, steps);
        return (idle.startOf(id, steps) - idle.startOf(id, 1)) / 1e6 / (steps - 1);
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** Activities in sequence. */
    @WorkflowInterface
    public interface Sequence {
        /** Calls so many. */
        @WorkflowMethod
        void run(String id, int steps);
    }

    /** See {@link Sequence}. */
    public static final class SequenceImpl implements Sequence {
        private final Nothing nothing = Workflow.newActivityStub(
                Nothing.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(10))
                        .build());

        @Override
        public void run(String id, int steps) {
            for (var i = 1; i <= steps; i++) nothing.nothing(id, i);
        }
    }

    /** An activity that does nothing. */
    @ActivityInterface
    public interface Nothing {
        /** Does nothing. */
        void nothing(String id, int step);
    }

    private static final class Idle implements Nothing {
        private final Map<String, Long> starts = new ConcurrentHashMap<>();

        @Override
        public void nothing(String id, int step) {
            starts.put(id + "/" + step, System.nanoTime());
        }

        long startOf(String id, int step) {
            return java.util.Objects.requireNonNull(starts.get(id + "/" + step));
        }
    }
}
