package norn.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import norn.cli.option.ConfigOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.worker.HostEnvironments;
import norn.worker.NornWorker;
import norn.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the worker: it executes the workflows, and acts on this host. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the worker, which carries deployments out on this host, until Ctrl-C. It may be killed and started again at any"
                    + " time: deployments continue where they were.",
            "Where an environment has several hosts, each runs a worker with --host."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn worker --config /etc/norn",
            "  norn worker --config /etc/norn --host game-1 --environment production",
            "  norn worker --health-port 9464     serves /health and /metrics on localhost"
        })
final class WorkerCommand implements Callable<Integer> {
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
            description = "Serve /health and /metrics on this port of localhost; 0: any free port. Default: off.")
    private @Nullable Integer healthPort;

    WorkerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if ((host == null) != environments.isEmpty()) {
            throw CommandFailed.usage(
                    "--host and --environment go together", "norn worker --host game-1 --environment production");
        }
        var folder = config.folder();
        String address;
        try (var connection = server.connect()) {
            address = connection.address();
        }
        if (!Files.isDirectory(folder.resolve("environments"))) {
            terminal.err()
                    .println("norn: no environments in " + folder + " yet; each deployment reads the folder again");
        }
        var settings = new WorkerSettings(address, server.namespace(), host, environments, healthPort);
        var worker = NornWorker.start(settings, new HostEnvironments(folder));
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "worker-close"));
        terminal.err().println("norn: the worker serves " + address + " with the environments of " + folder);
        worker.healthPort().ifPresent(port -> terminal.out().println("http://127.0.0.1:%d/health".formatted(port)));
        worker.awaitEnd();
        return ExitCode.DONE;
    }
}
