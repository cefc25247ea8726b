package norn.local.rehearsal;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import norn.action.ActionFailed;
import norn.action.Targets;
import norn.adoption.AdoptionRecord;
import norn.client.Connection;
import norn.client.Deployments;
import norn.client.Ending;
import norn.client.MessageSender;
import norn.client.RequestFailed;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.exec.Poller;
import norn.local.FileErrorText;
import norn.local.NornHome;
import norn.local.server.LocalServer;
import norn.rehearsal.Sandbox;
import norn.rehearsal.SandboxKind;
import norn.rehearsal.SandboxOptions;
import norn.rehearsal.install.InstallFailed;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.ToolMissing;

/** What a rehearsal runs on: the Temporal server, the sandbox and the worker of one {@code NORN_HOME}. */
public final class Rehearsal {
    /** How many times faster planned time passes by default: the week takes some fifteen seconds. */
    public static final String PACE = "40000";

    private static final Duration WORKER_TIMEOUT = Duration.ofSeconds(45);

    private final NornHome home;
    private final LocalServer server;
    private final boolean ownServer;
    private final Sandbox sandbox;
    private final Map<String, Duration> times;
    private WorkerProcess worker;

    private Rehearsal(
            NornHome home,
            LocalServer server,
            boolean ownServer,
            Sandbox sandbox,
            WorkerProcess worker,
            Map<String, Duration> times) {
        this.home = home;
        this.server = server;
        this.ownServer = ownServer;
        this.sandbox = sandbox;
        this.worker = worker;
        this.times = times;
    }

    /**
     * Starts all three at the same time. The sandbox of an earlier rehearsal is deleted. Where one fails to start, the others
     * are stopped again.
     *
     * @param progress receives a line for each thing that is done
     * @throws RequestFailed if something that this needs is missing
     */
    public static Rehearsal start(NornHome home, SandboxOptions options, String pace, Consumer<String> progress) {
        return start(home, LocalServer.find(home.path()).isPresent(), options, pace, progress, progress);
    }

    private static Rehearsal start(
            NornHome home,
            boolean found,
            SandboxOptions options,
            String pace,
            Consumer<String> progress,
            Consumer<String> progressOfServer) {
        requireTools(home, options.like());
        home.writable().requireSpace(1_000_000_000L + (long) (options.sizeGb() * 5e9));
        var times = new LinkedHashMap<String, Duration>();
        var server = CompletableFuture.supplyAsync(
                timed(times, "server", () -> LocalServer.start(home.path(), lines(progressOfServer))));
        var sandbox = CompletableFuture.supplyAsync(timed(times, "sandbox", () -> fresh(home, options, progress)));
        var worker = server.thenApply(started -> {
            try (var connection = connect(started)) {
                StaleRuns.terminate(connection);
            }
            return WorkerProcess.start(home, started.address(), home.config());
        });
        try {
            var created = sandbox.join();
            write(home, created, pace);
            var polling = worker.join(); // by then no deployment of an earlier sandbox is in progress
            if (created.description().production() != null) {
                var adoption = timed(times, "adoption", () -> HandMadeRelease.adopt(home, progress));
                progress.accept("adopted: " + adoption.get().summary());
            }
            return new Rehearsal(home, server.join(), !found, created, polling, times);
        } catch (RuntimeException failed) {
            undo(worker.thenAccept(WorkerProcess::stop));
            undo(sandbox.thenAccept(Sandbox::stop));
            if (!found) {
                undo(server.thenAccept(LocalServer::stop));
            }
            throw readable(failed instanceof CompletionException wrapped ? wrapped : new CompletionException(failed));
        }
    }

    /**
     * What runs for that home already, or is started again from its files. A new sandbox is created where there is none. It
     * also replaces one that cannot serve for another deployment, unless that one runs or a deployment is in progress in it.
     */
    public static Rehearsal resume(NornHome home, SandboxOptions options, String pace, Consumer<String> progress) {
        if (!Sandbox.exists(home.sandbox())) {
            return start(home, options, pace, progress);
        }
        requireTools(home, options.like());
        var found = LocalServer.find(home.path()).isPresent();
        var running = WorkerProcess.find(home);
        var own = OwnSandbox.of(home);
        if (own.isEmpty()) {
            progress.accept(
                    "creating a new sandbox: the one in %s is the copy of another home's".formatted(home.path()));
            return start(home, found, options, pace, progress, progress);
        }
        var sandbox = own.get();
        try {
            var server = LocalServer.start(home.path(), lines(progress));
            var unfitReason = ReuseCheck.of(sandbox.description(), options.like());
            if (unfitReason.isPresent()) {
                var keepReason = Sandbox.isUnfinished(home.sandbox())
                        ? Optional.<String>empty()
                        : running.isPresent() ? Optional.of("it is running") : inProgress(server);
                if (keepReason.isEmpty()) {
                    progress.accept("creating a new sandbox: in the old one " + unfitReason.get());
                    running.ifPresent(WorkerProcess::stop);
                    return start(home, found, options, pace, progress, line -> {}); // it has been announced
                }
                progress.accept(
                        "note: in this sandbox %s. It is not replaced, because %s. './norn up --fresh' replaces it."
                                .formatted(unfitReason.get(), keepReason.get()));
            }
            sandbox.start();
            write(home, sandbox, pace);
            var worker = running.orElseGet(() -> WorkerProcess.start(home, server.address(), home.config()));
            return new Rehearsal(home, server, !found, sandbox, worker, new LinkedHashMap<>());
        } catch (RuntimeException failed) {
            if (running.isEmpty()) {
                sandbox.stop();
            }
            if (!found) {
                LocalServer.find(home.path()).ifPresent(LocalServer::stop);
            }
            throw readable(failed instanceof CompletionException wrapped ? wrapped : new CompletionException(failed));
        }
    }

    /** With a new sandbox in any case; it replaces one that runs. */
    public static Rehearsal renew(NornHome home, SandboxOptions options, String pace, Consumer<String> progress) {
        WorkerProcess.find(home).ifPresent(WorkerProcess::stop);
        return start(home, options, pace, progress);
    }

    private static Optional<String> inProgress(LocalServer server) {
        try (var connection = connect(server)) {
            return new Deployments(connection)
                    .running(null).stream()
                            .filter(deployment -> !Ending.isFinal(deployment.status()))
                            .map(deployment -> deployment.id() + " is in progress in it")
                            .findFirst();
        }
    }

    static void requireTools(NornHome home, SandboxKind kind) {
        try {
            Sandbox.requireTools(home.sandbox(), kind);
        } catch (ToolMissing missing) {
            throw readable(new CompletionException(missing));
        }
    }

    static Sandbox fresh(NornHome home, SandboxOptions options, Consumer<String> progress) {
        try {
            if (Sandbox.exists(home.sandbox())) {
                var own = OwnSandbox.of(home);
                if (own.isPresent()) {
                    own.get().destroy();
                } else {
                    Sandbox.deleteFiles(home.sandbox());
                }
            }
            new Targets(records(home)).deleteAll(); // a rollback cannot return to a sandbox that is gone
            AdoptionRecord.delete(records(home));
            return Sandbox.create(home.sandbox(), options, progress);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void write(NornHome home, Sandbox sandbox, String pace) {
        try {
            new RehearsalEnvironment(sandbox.description(), records(home), pace).write(home.config());
        } catch (IOException failed) {
            throw new CompletionException(failed);
        }
    }

    private static Path records(NornHome home) {
        return home.path().resolve("records").resolve(RehearsalEnvironment.NAME);
    }

    private static <T> Supplier<T> timed(Map<String, Duration> times, String what, Supplier<T> work) {
        return () -> {
            var begin = Instant.now();
            var result = work.get();
            synchronized (times) {
                times.put(what, Duration.between(begin, Instant.now()));
            }
            return result;
        };
    }

    private static PrintStream lines(Consumer<String> progress) {
        return new PrintStream(new LineStream(progress), true, StandardCharsets.UTF_8);
    }

    private static void undo(CompletableFuture<Void> undoing) {
        undoing.exceptionally(neverStarted -> null).join();
    }

    static RuntimeException readable(CompletionException failed) {
        var cause = Optional.ofNullable(failed.getCause()).orElse(failed);
        if (cause instanceof ToolMissing missing) {
            return new RequestFailed(
                    RequestFailed.Kind.CONFIGURATION, String.valueOf(missing.getMessage()), null, missing);
        }
        if (cause instanceof InstallFailed missing) {
            return new RequestFailed(
                    RequestFailed.Kind.UNAVAILABLE, String.valueOf(missing.getMessage()), missing.remedy(), missing);
        }
        if (cause instanceof ActionFailed notAdopted) {
            return new RequestFailed(
                    RequestFailed.Kind.UNAVAILABLE,
                    "the sandbox's old release could not be adopted: " + notAdopted.getMessage(),
                    "What was started for it is stopped again.",
                    notAdopted);
        }
        if (cause instanceof SandboxFailure failure) {
            return new RequestFailed(
                    FileErrorText.isNotWritable(failure)
                            ? RequestFailed.Kind.CONFIGURATION
                            : RequestFailed.Kind.UNAVAILABLE,
                    "the sandbox could not be created: " + failure.getMessage(),
                    "What was started for it is stopped again.",
                    failure);
        }
        if (cause instanceof IOException io) {
            return new RequestFailed(
                    RequestFailed.Kind.CONFIGURATION,
                    "cannot write: " + io.getMessage(),
                    "Make room, fix the folder's permissions, or name another one: NORN_HOME=DIR.",
                    io);
        }
        return cause instanceof RuntimeException known ? known : failed;
    }

    /** A connection to its server. */
    public Connection connect() {
        return connect(server);
    }

    private static Connection connect(LocalServer server) {
        return Connection.open(server.address(), "default");
    }

    /** Starts a deployment of the new release, and returns its id. */
    public String deploy(Connection connection) {
        var release = sandbox.description().newRelease();
        var id = Runs.unusedId(connection, RehearsalEnvironment.NAME, release, Instant.now());
        Runs.start(
                connection,
                id,
                StartRequest.deployment(release, RehearsalEnvironment.NAME).note("a rehearsal"));
        return id;
    }

    /** Its server. */
    public LocalServer server() {
        return server;
    }

    /** Whether its server ran before, and so is not stopped with this rehearsal. */
    public boolean sharesServer() {
        return !ownServer;
    }

    /** Its sandbox. */
    public Sandbox sandbox() {
        return sandbox;
    }

    /** Its worker. */
    public WorkerProcess worker() {
        return worker;
    }

    /**
     * Waits until the worker polls for tasks.
     *
     * @throws RequestFailed with its last log lines if it ends, or does not poll in time
     */
    public void awaitWorker(Connection connection) throws InterruptedException {
        var messages = new MessageSender(connection);
        var polls = Poller.withoutHeartbeats(Duration.ofMillis(50))
                .await(
                        WORKER_TIMEOUT,
                        () -> messages.hasWorker(worker.process().pid()),
                        known -> known || !worker.isRunning(),
                        known -> "");
        if (!polls) {
            throw RequestFailed.unavailable(
                    "the worker (process %d) %s. Its last log lines:%n%s"
                            .formatted(
                                    worker.process().pid(),
                                    worker.isRunning() ? "does not poll for tasks" : "ended while it started",
                                    worker.lastLogLines()),
                    "The whole log: " + WorkerProcess.log(home));
        }
    }

    /** Starts another worker, after the one before was killed. */
    public void restartWorker() {
        worker = WorkerProcess.start(home, server.address(), home.config());
    }

    /** How long each part took to start. */
    public Map<String, Duration> times() {
        return times;
    }

    /** Stops the worker and the sandbox, and the server if this rehearsal started it. Their files stay. */
    public void stop() {
        try {
            worker.stop();
        } finally {
            try {
                stop(sandbox);
            } finally {
                if (ownServer) {
                    server.stop();
                }
            }
        }
    }

    /** Stops whatever runs for that home; returns whether anything did. */
    public static boolean stopAll(NornHome home) {
        var worker = WorkerProcess.find(home);
        worker.ifPresent(WorkerProcess::stop);
        var server = LocalServer.find(home.path());
        try {
            OwnSandbox.of(home).ifPresent(Rehearsal::stop);
        } finally {
            server.ifPresent(LocalServer::stop);
        }
        return worker.isPresent() || server.isPresent();
    }

    private static void stop(Sandbox sandbox) {
        try {
            sandbox.stop();
        } catch (SandboxFailure left) {
            throw new RequestFailed(
                    RequestFailed.Kind.UNAVAILABLE,
                    "the sandbox could not be stopped: " + left.getMessage(),
                    "Put that right, and call './norn down' again.",
                    left);
        }
    }
}
