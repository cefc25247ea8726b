package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import norn.action.run.ActionLog;
import norn.bench.Figure;
import norn.bench.injection.TcpLink;
import norn.local.rehearsal.WorkerProcess;
import norn.worker.HostEnvironments;

/**
 * The network between the worker and what it works with cut in mid-step, and healed: between worker and Temporal server, with and without
 * a second worker on the host, which is given the step anew while the first is still at it; and between worker and database.
 */
final class Partitions implements FaultTrial {
    private static final int LEAST_SECONDS = 5;
    private static final int MOST_SECONDS = 45;
    /** Until a step whose heartbeats were missed, or whose connection was given up, runs again. */
    private static final double MOST_SECONDS_AFTER = 60;

    private static final List<String> STEPS = List.of(
            "compile-server",
            "back-up-live",
            "enable-maintenance",
            "stop-game-servers",
            "stop-ai-service",
            "copy-database",
            "migrate-database",
            "swap-database",
            "activate",
            "start-ai-service",
            "start-game-servers",
            "restore-database",
            "start-game-servers-again");

    /** What is cut. */
    private enum Cut {
        SERVER,
        SERVER_BESIDE_A_SECOND_WORKER,
        DATABASE
    }

    private int overlapping;
    private int stopped;

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var database = stack.rehearsal().sandbox().description().database();
        var server = stack.rehearsal().server().address().split(":", 2);
        try (var toServer = TcpLink.to(server[0], Integer.parseInt(server[1]));
                var toDatabase = TcpLink.to(database.host(), database.port());
                var environment = LinkedEnvironment.of(
                        stack.home().config(), database.host() + ":" + database.port(), toDatabase.address())) {
            Objects.requireNonNull(environment); // its text is what counts
            stack.rehearsal().worker().kill();
            var worker = linked(stack, toServer);
            var tally = new Tally(stack, draw, "partition").unbroken();
            for (var seed : draw.all()) {
                var cut = Cut.values()[(int) Math.floorMod(seed, (long) Cut.values().length)];
                var seconds = LEAST_SECONDS + Draw.random(-seed).nextInt(MOST_SECONDS - LEAST_SECONDS + 1);
                var link = cut == Cut.DATABASE ? toDatabase : toServer;
                draw.said("seed %d: %s cut for %d s".formatted(seed, cut, seconds));
                var striker = StepStriker.drawn(STEPS, 1, seed, () -> {
                    link.cut();
                    CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(link::heal);
                    if (cut == Cut.SERVER_BESIDE_A_SECOND_WORKER) {
                        stack.rehearsal().restartWorker();
                    }
                });
                tally.day(seed, FaultStack.RETRY_FAILURES, striker, striker);
                link.heal();
                look(stack, "partition-" + seed);
                if (cut == Cut.SERVER_BESIDE_A_SECOND_WORKER) {
                    worker.kill();
                    stack.rehearsal().worker().kill();
                    worker = linked(stack, toServer);
                }
            }
            worker.kill();
            var figures = new ArrayList<>(tally.figures(MOST_SECONDS + MOST_SECONDS_AFTER));
            figures.add(Figure.atMost(
                    0, "tries of one changing step at work at once", overlapping, "", "by the host's log of actions"));
            figures.add(Figure.plain("tries that were stopped or refused as stale", stopped, "", ""));
            return figures;
        } finally {
            stack.rehearsal().restartWorker();
        }
    }

    private static WorkerProcess linked(FaultStack stack, TcpLink toServer) {
        return WorkerProcess.start(
                stack.home(), toServer.address(), stack.home().config());
    }

    /** Two tries of a step that changes the environment, of which one began before the other ended. */
    private void look(FaultStack stack, String deployment) {
        var records = new HostEnvironments(stack.home().config())
                .host(FaultStack.ENVIRONMENT)
                .records();
        var atWork = new LinkedHashSet<String>();
        for (var entry : ActionLog.read(records, deployment)) {
            if (!entry.changes()) {
                continue;
            }
            if (entry.what() == ActionLog.What.BEGUN) {
                overlapping += atWork.add(entry.step()) ? 0 : 1;
            } else {
                atWork.remove(entry.step());
                stopped += entry.what() == ActionLog.What.STOPPED ? 1 : 0;
            }
        }
    }

    /** The environment file, in which one address stands for another until this is closed. */
    private record LinkedEnvironment(Path file, String text) implements AutoCloseable {
        static LinkedEnvironment of(Path config, String address, String link) {
            var file = config.resolve("environments").resolve(FaultStack.ENVIRONMENT + ".yaml");
            try {
                var environment = new LinkedEnvironment(file, Files.readString(file));
                Files.writeString(file, environment.text.replace(address, link));
                return environment;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() {
            try {
                Files.writeString(file, text);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
