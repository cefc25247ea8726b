package norn.cli;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import norn.cli.option.ConfigOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.local.NornHome;
import norn.runbook.Durations;
import norn.worker.HostEnvironments;
import norn.worker.WorkerSettings;
import norn.worker.log.LogFormat;
import norn.worker.log.WorkerLog;
import norn.worker.service.HomeLost;
import norn.worker.service.ServiceValues;
import norn.worker.service.WorkerService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the worker: it executes the workflows, and acts on this host. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the worker, which carries deployments out on this host, until Ctrl-C. It may be killed and started"
                    + " again at any time: deployments continue where they were.",
            "Where an environment has several hosts, each runs a worker with --host. Of two workers for the same, one"
                    + " works; the other stands by, and takes over once that one is gone.",
            "An option that is not given is read from the variables NORN_CONFIG, NORN_HOST, NORN_ENVIRONMENTS"
                    + " (separated by commas), NORN_HEALTH_PORT, NORN_HEALTH_ADDRESS, NORN_LOG_FORMAT and"
                    + " NORN_STOP_TIMEOUT, else from worker.yaml in the configuration folder (host, environments,"
                    + " healthPort, healthAddress, logFormat, stopTimeout)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn worker --config /etc/norn",
            "  norn worker --config /etc/norn --check",
            "  norn worker --config /etc/norn --host game-1 --environment production",
            "  norn worker --health-port 9464     serves /health, /ready and /metrics on localhost"
        })
final class WorkerCommand implements Callable<Integer> {
    private static final String LOCALHOST = "127.0.0.1";

    private final Terminal terminal;

    @Mixin
    private ServerOptions server;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "This host's name in the environments. Default: the worker serves every host.")
    private @Nullable String host;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "An environment with this host; once for each. Required with --host.")
    private List<String> environments = new ArrayList<>();

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            description = "Serve /health, /ready and /metrics on this port; 0: any free port. Default: off.")
    private @Nullable Integer healthPort;

    @Option(
            names = "--health-address",
            paramLabel = "ADDRESS",
            description = "The address for that; 0.0.0.0: every one of this machine. Default: 127.0.0.1.")
    private @Nullable String healthAddress;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "How the log on standard error is written: text (key=value) or json. Default: text.")
    private @Nullable LogFormat logFormat;

    @Option(
            names = "--stop-timeout",
            paramLabel = "TIME",
            description =
                    "How long SIGTERM or Ctrl-C may take, such as 30s: actions that do not end by then are handed over"
                            + " to the next worker. Default: 8s.")
    private @Nullable String stopTimeout;

    WorkerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Option(
            names = "--check",
            description =
                    "Read everything, connect to everything, change nothing, and say each in a line. Exit codes: 0 all"
                            + " is well, 69 a server does not answer, 78 something must be corrected.")
    private boolean check;

    @Override
    public Integer call() throws InterruptedException {
        var folder = config.folder();
        var values = values(folder);
        if ((values.host() == null) != values.environments().isEmpty()) {
            throw CommandFailed.usage(
                    "--host and --environment go together", "norn worker --host game-1 --environment production");
        }
        var settings = settings(values);
        if (check) {
            return new WorkerCheck(terminal, folder).run(server, settings);
        }
        server.connect().close();
        if (!Files.isDirectory(folder.resolve("environments"))) {
            terminal.err()
                    .println("norn: no environments in " + folder + " yet; each deployment reads the folder again");
        }
        var service = new WorkerService(
                settings, new HostEnvironments(folder), NornHome.ofProcess().locks(), healthAddress(values));
        WorkerLog.use(Objects.requireNonNullElse(values.logFormat(), LogFormat.TEXT));
        terminal.err().println("norn: the worker serves " + settings.address() + " with the environments of " + folder);
        service.healthPort()
                .ifPresent(port -> terminal.out()
                        .println("http://%s:%d/health"
                                .formatted(Objects.requireNonNullElse(values.healthAddress(), LOCALHOST), port)));
        var stop = new Thread(() -> stop(service), "worker-close");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            service.run();
        } catch (HomeLost lost) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    String.valueOf(lost.getMessage()),
                    "Start it again, with NORN_HOME naming a folder that stays. What runs goes on there.",
                    lost);
        } finally {
            removeHook(stop);
            service.close();
        }
        return ExitCode.DONE;
    }

    private WorkerSettings settings(ServiceValues values) {
        return new WorkerSettings(
                server.intended().address(),
                server.namespace(),
                values.host(),
                values.environments(),
                Objects.requireNonNullElse(values.stopTimeout(), WorkerSettings.STOP_TIMEOUT));
    }

    /** What the flags say, else the environment's variables, else the file. */
    private ServiceValues values(Path folder) {
        return new ServiceValues(host, environments, healthAddress, healthPort, logFormat, stopTimeout())
                .checked("--health-port", "--stop-timeout")
                .or(ServiceValues.ofVariables(System.getenv()))
                .or(ServiceValues.ofFile(folder));
    }

    private @Nullable Duration stopTimeout() {
        try {
            return stopTimeout == null ? null : Durations.parse(stopTimeout);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage("--stop-timeout: " + wrong.getMessage(), "norn worker --stop-timeout 30s");
        }
    }

    private static @Nullable InetSocketAddress healthAddress(ServiceValues values) {
        return values.healthPort() == null
                ? null
                : new InetSocketAddress(
                        Objects.requireNonNullElse(values.healthAddress(), LOCALHOST), values.healthPort());
    }

    /** Being asked to end is no failure, though Java would exit with the signal's number. */
    private static void stop(WorkerService service) {
        service.close();
        Runtime.getRuntime().halt(ExitCode.DONE);
    }

    /** A worker that ends by itself exits with the code of how it ended. */
    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) { // the hook ends the process
            return;
        }
    }
}
