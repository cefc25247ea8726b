package norn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import norn.client.Connection;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.local.NornHome;
import norn.local.rehearsal.WorkerProcess;
import norn.local.server.LocalServer;

/** A worker killed with -9 while a step runs, and started again at once: how long until the next step begins. */
final class Recovery implements Measurement {
    /** When in a step the worker is killed, so that kills fall at different moments between two signs of life. */
    private static final List<Integer> MILLIS_INTO_STEP = List.of(300, 2100, 800, 2900, 1300, 2500, 600, 1800);
    /** As the built-in runbook has it. */
    private static final String HEARTBEAT = "5s";

    /** How long after a kill the step began again, and the next one began, in seconds. */
    record Kill(double toSameStep, double toNextStep) {}

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        var kills = kill(home, MILLIS_INTO_STEP, HEARTBEAT, progress);
        var next = new Samples(kills.stream().map(Kill::toNextStep).toList());
        var same = new Samples(kills.stream().map(Kill::toSameStep).toList());
        var how = "%d kills in mid-step, worker started again at once".formatted(next.count());
        return List.of(
                Figure.atMost(5, "worker killed to next step, worst", next.max(), "s", how),
                Figure.plain("worker killed to next step, median", next.median(), "s", ""),
                Figure.plain("worker killed to the same step again, median", same.median(), "s", ""));
    }

    /** Kills a worker so long into each of its steps, whose worker is missed after {@code heartbeat}. */
    static List<Kill> kill(Path home, List<Integer> millisIntoStep, String heartbeat, Consumer<String> progress) {
        var steps = new HangingSteps(home, millisIntoStep.size() + 1, heartbeat);
        var server = LocalServer.start(home, System.err);
        try (var connection = Connection.open(server.address(), "default")) {
            var config = steps.write();
            var request = StartRequest.deployment("v1.0.0", HangingSteps.NAME).phases(List.of("pre-deployment"));
            Runs.start(connection, "bench-killed", request);
            return kill(new NornHome(home), server, config, steps, millisIntoStep, progress);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } finally {
            server.stop();
        }
    }

    private static List<Kill> kill(
            NornHome home,
            LocalServer server,
            Path config,
            HangingSteps steps,
            List<Integer> millisIntoStep,
            Consumer<String> progress) {
        var kills = new ArrayList<Kill>();
        var worker = WorkerProcess.start(home, server.address(), config);
        try {
            for (var i = 1; i <= millisIntoStep.size(); i++) {
                steps.startOf(i, 1);
                Sleep.of(Duration.ofMillis(millisIntoStep.get(i - 1)));
                worker.kill();
                var killed = Instant.now();
                worker = WorkerProcess.start(home, server.address(), config);
                var next = seconds(killed, steps.startOf(i + 1, 1));
                var same = seconds(killed, steps.startOf(i, 2));
                kills.add(new Kill(same, next));
                progress.accept("kill %d of %d: the step again after %.1f s, the next after %.1f s"
                        .formatted(i, millisIntoStep.size(), same, next));
            }
            return kills;
        } finally {
            worker.stop();
            steps.end();
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
