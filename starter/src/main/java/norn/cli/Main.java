package norn.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import norn.cli.message.Complete;
import norn.cli.message.Go;
import norn.cli.message.Incident;
import norn.cli.message.NoGo;
import norn.cli.message.Pause;
import norn.cli.message.Reschedule;
import norn.cli.message.Resolve;
import norn.cli.message.Resume;
import norn.cli.runbook.EnvironmentCommand;
import norn.cli.runbook.RunbookCommand;
import norn.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line's root: what {@code norn} alone says, and the commands below it. */
@Command(
        name = "norn",
        description = {"Runs a production deployment the way a good release manager would."},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Rehearse.class,
            Up.class,
            Down.class,
            Deploy.class,
            Rollback.class,
            StatusCommand.class,
            Watch.class,
            Go.class,
            NoGo.class,
            Complete.class,
            Resolve.class,
            Pause.class,
            Resume.class,
            Reschedule.class,
            Incident.class,
            ReportCommand.class,
            RunbookCommand.class,
            EnvironmentCommand.class,
            WorkerCommand.class,
            ServerCommand.class,
            Completion.class,
            TestCommand.class,
            CheckCommand.class
        },
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  norn rehearse               a whole deployment on this machine; you decide",
            "  norn rehearse --yes         the same, with made-up people who decide",
            "  norn up                     server, worker and practice world, for the Temporal UI",
            "",
            "Exit codes: 0 done, 1 the deployment did not succeed, 2 it was rolled back, 64 usage,",
            "69 a server cannot be reached, 78 bad configuration, or a file cannot be written."
        })
public final class Main implements Runnable {
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    private boolean verbose;

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** The command line, printing to that terminal. */
    public static CommandLine commandLine(Terminal terminal) {
        var main = new Main();
        var line = new CommandLine(main, new Commands(terminal));
        line.setOut(terminal.outWriter());
        line.setErr(terminal.errWriter());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.style().colours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler(new UsageErrors(terminal));
        line.setExecutionExceptionHandler(new FailurePrinter(terminal, () -> main.verbose));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        forAll(line);
        return line;
    }

    private static void forAll(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(64);
        line.getCommandSpec().exitCodeOnExecutionException(70);
        line.getCommandSpec().usageMessage().optionListHeading("%nOptions:%n").commandListHeading("%nCommands:%n");
        line.getSubcommands().values().forEach(Main::forAll);
    }

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        GRPC.setLevel(Level.OFF); // what it has to say, the failure that follows says better
        System.exit(commandLine(Terminal.ofProcess()).execute(arguments));
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"norn " + (version == null ? "(built here)" : version)};
        }
    }
}
