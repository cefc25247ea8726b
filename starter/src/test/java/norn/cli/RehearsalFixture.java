package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import norn.cli.terminal.ExitCode;
import norn.client.Answers;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.Ending;
import norn.client.Follower;
import norn.client.ProgressListener;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.files.FileTrees;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.local.NornHome;
import norn.local.rehearsal.Rehearsal;
import norn.local.rehearsal.SimulatedAnswers;
import norn.local.rehearsal.SimulatedAnswers.SimulatedChoice;
import norn.local.server.LocalServer;
import norn.rehearsal.Fault;
import norn.rehearsal.LedgerComparison;
import norn.rehearsal.SandboxOptions;
import norn.rehearsal.system.Ports;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.state.StepState;
import norn.worker.HostEnvironments;

/** A rehearsal in a folder of a test's own: the real server, the sandbox with its players, a worker, and deployments there. */
final class RehearsalFixture implements AutoCloseable {
    static final UnaryOperator<SimulatedChoice> DEFAULT_ANSWERS = UnaryOperator.identity();
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private final NornHome home;
    private final Rehearsal rehearsal;
    private final Connection connection;
    private String address = "";

    private RehearsalFixture(NornHome home, SandboxOptions options) {
        this.home = home;
        reservePorts(home);
        rehearsal = Rehearsal.start(home, options.withSizeGb(0.02), Rehearsal.PACE, line -> {});
        connection = rehearsal.connect();
    }

    /** Of its own: a server that is killed finds the usual ones taken, where other tests start theirs. */
    private static void reservePorts(NornHome home) {
        var free = Ports.free(2);
        var file = FileTrees.createFolder(home.path().resolve("server")).resolve("ports.json");
        if (!Files.exists(file)) {
            LenientJson.write(file, Map.of("server", free.get(0), "ui", free.get(1)));
        }
    }

    static RehearsalFixture open(Path folder, Fault fault) {
        return open(folder, SandboxOptions.standard().with(fault));
    }

    static RehearsalFixture open(Path folder, SandboxOptions options) {
        return new RehearsalFixture(new NornHome(folder), options);
    }

    Rehearsal rehearsal() {
        return rehearsal;
    }

    Connection connection() {
        return connection;
    }

    /** Starts a deployment of the new release as {@code norn rehearse} does; returns its id. */
    String deploy() {
        return rehearsal.deploy(connection);
    }

    /** Starts a deployment of the new release that is nothing but its day. */
    String deployDay(String id) {
        return start(id, StartRequest.deployment("v1.0.0", "rehearsal").phases(List.of("deployment-day")));
    }

    String start(String id, StartRequest request) {
        Runs.start(connection, id, request);
        return id;
    }

    /** Its folder of environments. */
    Path config() {
        return home.config();
    }

    /** How a run ends that nobody answers. */
    Ending ending(String id) {
        try {
            return new Follower(connection, id, ProgressListener.none(), Answers.none()).follow();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** How a run stands. */
    Checklist checklist(String id) {
        return new ChecklistQueries(connection).newest(id);
    }

    /** Answers whatever waits, until {@code what} does. */
    void answerUntil(String id, String what) {
        var answers = new SimulatedAnswers(connection, id);
        await(what).atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).until(() -> {
            try {
                var checklist = checklist(id);
                if (isWaiting(checklist, what)) {
                    return true;
                }
                answers.answer(checklist);
            } catch (WorkflowException | StatusRuntimeException notNow) {
                return false;
            }
            return false;
        });
    }

    /** Answers what waits, but for failures, until one waits. */
    void answerUntilFailed(String id) {
        var answers = new SimulatedAnswers(connection, id);
        await("a failure").atMost(TIMEOUT).ignoreExceptions().until(() -> {
            var checklist = checklist(id);
            if (checklist.waiting().stream().anyMatch(item -> item.kind().equals("failure"))) {
                return true;
            }
            answers.answer(checklist);
            return false;
        });
    }

    /** Waits, and answers nothing, until {@code what} waits for people. */
    void awaitWaiting(String id, String what) {
        await(what).atMost(TIMEOUT).ignoreExceptions().until(() -> isWaiting(checklist(id), what));
    }

    private static boolean isWaiting(Checklist checklist, String what) {
        return checklist.waiting().stream().anyMatch(item -> item.id().equals(what));
    }

    /** Answers whatever waits, as {@code override} will have it, to the final status; {@code disturbance} looks on. */
    Outcome follow(String id, UnaryOperator<SimulatedChoice> override, Disturbance disturbance) {
        Answers simulated = new SimulatedAnswers(connection, id, override);
        Answers disturbed = checklist -> {
            disturbance.onChecklist(this, checklist);
            return simulated.answer(checklist);
        };
        var follower = new Follower(connection, id, ProgressListener.none(), disturbed);
        try {
            var ending = follower.follow();
            return new Outcome(
                    ending,
                    Objects.requireNonNull(follower.last()),
                    rehearsal.sandbox().compareLedger());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    Outcome follow(String id) {
        return follow(id, DEFAULT_ANSWERS, Disturbance.NONE);
    }

    /** Answers what is left to do after a rollback, until the run is closed. */
    void answerUntilClosed(String id) {
        try {
            new Follower(connection, id, ProgressListener.none(), new SimulatedAnswers(connection, id))
                    .untilClosed()
                    .follow();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Kills the worker with -9, and starts another. */
    void replaceWorker() {
        killWorker();
        startWorker();
    }

    /** Kills the Temporal server with -9, leaves it down for so long, and starts it again over the same data. */
    void replaceServer(Duration down) {
        killServer();
        await().pollDelay(down).atMost(down.plusSeconds(10)).until(() -> true);
        startServer();
    }

    /** Kills the Temporal server with -9. */
    void killServer() {
        var killed = LocalServer.find(home.path()).orElseThrow();
        address = killed.address();
        ProcessHandle.of(killed.process().pid()).orElseThrow().destroyForcibly();
        await().until(() -> !killed.process().isRunning());
    }

    /** Starts it again over the same data. */
    void startServer() {
        var again = LocalServer.start(home.path(), new PrintStream(PrintStream.nullOutputStream()));
        assertThat(again.address()).isEqualTo(address);
    }

    /** Kills the worker with -9. */
    void killWorker() {
        rehearsal.worker().kill();
    }

    void startWorker() {
        rehearsal.restartWorker();
    }

    /** Rolls back on this host, without a server, by the script that a deployment wrote beside its evidence; returns the result. */
    JsonNode rollBackByScriptOf(String id) throws IOException, InterruptedException {
        var script = RecordFolders.deployment(
                        new HostEnvironments(config()).host("rehearsal").records(), id)
                .resolve("rollback.sh");
        var output = home.path().resolve("rollback-by-script.json");
        var process = new ProcessBuilder(
                        script.toString(), "--reason", "no server since 3 am", "--by", "alice", "--json")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(home.path().resolve("rollback-by-script.log").toFile())
                .start();
        assertThat(process.waitFor(TIMEOUT.toMinutes(), TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return LenientJson.tree(Files.readString(output)).path("result");
    }

    /** What a command comes to that reads this fixture's server and environments. */
    CliResult read(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", config().toString()));
        return command(all.toArray(String[]::new));
    }

    /** What a command comes to that speaks to this fixture's server. */
    CliResult command(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--address", connection.address()));
        return CliResult.command(all.toArray(String[]::new));
    }

    /** Answers whatever waits, until users are in. */
    void awaitLive(String id) {
        var answers = new SimulatedAnswers(connection, id);
        await("go-live").atMost(TIMEOUT).ignoreExceptions().until(() -> {
            var checklist = checklist(id);
            if (checklist.phase() == PhaseName.POST_DEPLOYMENT) {
                return true;
            }
            answers.answer(checklist);
            return false;
        });
    }

    @Override
    public void close() {
        connection.close();
        Rehearsal.stopAll(home);
    }

    /** How a deployment went. */
    record Outcome(Ending ending, Checklist last, LedgerComparison ledger) {
        StepState state(String step) {
            return last.steps().stream()
                    .filter(line -> line.id().equals(step))
                    .findFirst()
                    .orElseThrow()
                    .state();
        }

        /** The old release is back: by its fingerprint, and with every write that was confirmed to a player. */
        void assertRolledBack() {
            assertThat(ending.status()).as(ending.reason()).isEqualTo("ROLLED_BACK");
            assertThat(ExitCode.ofDeployment(ending)).isEqualTo(2);
            assertSameFingerprints(ending.result());
            assertNothingLost(ledger);
        }
    }

    static void assertNothingLost(LedgerComparison ledger) {
        assertThat(ledger.lost()).isZero();
        assertThat(ledger.live()).isPositive();
    }

    static void assertSameFingerprints(JsonNode result) {
        assertThat(result.path("fingerprintAfter").asText())
                .isNotEmpty()
                .isEqualTo(result.path("fingerprintBefore").asText());
    }

    /** What happens to a deployment from outside, each time that its checklist is read. */
    interface Disturbance {
        Disturbance NONE = (fixture, checklist) -> {};

        void onChecklist(RehearsalFixture fixture, Checklist checklist);
    }
}
