package norn.bench;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Temporal without Norn: a worker as the SDK makes it, a workflow that calls activities in sequence, activities that do nothing. */
final class TemporalBaseline implements AutoCloseable {
    private static final String QUEUE = "bare";
    private static final String ANSWERED = "bare-answered";

    private final WorkflowClient client;
    private final WorkerFactory factory;
    private final Idle idle = new Idle();
    private final Answered answered;
    private int runs;
    private int answers;

    private TemporalBaseline(WorkflowClient client) {
        this.client = client;
        factory = WorkerFactory.newInstance(client);
        var worker = factory.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(SequenceImpl.class, AnsweredImpl.class);
        worker.registerActivitiesImplementations(idle);
        factory.start();
        answered = client.newWorkflowStub(Answered.class, options(ANSWERED));
        WorkflowClient.start(answered::run, ANSWERED);
    }

    static TemporalBaseline start(WorkflowClient client) {
        return new TemporalBaseline(client);
    }

    /** Runs so many steps, and returns how long one takes, from the first one's begin to the last one's. */
    double millisPerStep(int steps) {
        var id = "bare-" + ++runs;
        client.newWorkflowStub(Sequence.class, options(id)).run(id, steps);
        return (idle.startOf(id, steps) - idle.startOf(id, 1)) / 1e6 / (steps - 1);
    }

    private static WorkflowOptions options(String id) {
        return WorkflowOptions.newBuilder()
                .setTaskQueue(QUEUE)
                .setWorkflowId(id)
                .build();
    }

    /** From the sending of an update to a workflow until the begin of the activity that it waited with. */
    double millisToAnswer() {
        var sent = System.nanoTime();
        answered.go();
        return (idle.startOf(ANSWERED, ++answers) - sent) / 1e6;
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
        private final Nothing nothing = nothing();

        @Override
        public void run(String id, int steps) {
            for (var i = 1; i <= steps; i++) {
                nothing.nothing(id, i);
            }
        }
    }

    /** An activity for each update. */
    @WorkflowInterface
    public interface Answered {
        /** Waits for updates, for ever. */
        @WorkflowMethod
        void run(String id);

        /** Lets the next activity begin. */
        @UpdateMethod
        void go();
    }

    /** See {@link Answered}. */
    public static final class AnsweredImpl implements Answered {
        private final Nothing nothing = nothing();
        private int wanted;

        @Override
        public void run(String id) {
            for (var done = 1; ; done++) {
                var next = done;
                Workflow.await(() -> wanted >= next);
                nothing.nothing(id, next);
            }
        }

        @Override
        public void go() {
            wanted++;
        }
    }

    private static Nothing nothing() {
        return Workflow.newActivityStub(
                Nothing.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(10))
                        .build());
    }

    /** An activity that does nothing. */
    @ActivityInterface
    public interface Nothing {
        /** Does nothing. */
        void nothing(String id, int step);
    }

    private static final class Idle implements Nothing {
        private static final Duration TIMEOUT = Duration.ofSeconds(60);

        private final Map<String, CompletableFuture<Long>> starts = new ConcurrentHashMap<>();

        @Override
        public void nothing(String id, int step) {
            start(id, step).complete(System.nanoTime());
        }

        long startOf(String id, int step) {
            return start(id, step)
                    .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }

        private CompletableFuture<Long> start(String id, int step) {
            return starts.computeIfAbsent(id + "/" + step, key -> new CompletableFuture<>());
        }
    }
}
