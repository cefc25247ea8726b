package norn.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import norn.cli.adoption.AdoptCommand;
import norn.cli.environment.EnvironmentCommand;
import norn.cli.host.StartCommand;
import norn.cli.host.StopCommand;
import norn.cli.message.CompleteCommand;
import norn.cli.message.GoCommand;
import norn.cli.message.IncidentCommand;
import norn.cli.message.NoGoCommand;
import norn.cli.message.PauseCommand;
import norn.cli.message.RescheduleCommand;
import norn.cli.message.ResolveCommand;
import norn.cli.message.ResumeCommand;
import norn.cli.retained.RetainedCommand;
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

/** The root of the command line, with its commands. */
@Command(
        name = "norn",
        description = {"Runs a production deployment the way a good release manager would."},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RehearseCommand.class,
            UpCommand.class,
            DownCommand.class,
            DeployCommand.class,
            RollbackCommand.class,
            StatusCommand.class,
            WatchCommand.class,
            AnswerCommand.class,
            ListCommand.class,
            GoCommand.class,
            NoGoCommand.class,
            CompleteCommand.class,
            ResolveCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RescheduleCommand.class,
            IncidentCommand.class,
            ReportCommand.class,
            RunbookCommand.class,
            EnvironmentCommand.class,
            AdoptCommand.class,
            StartCommand.class,
            StopCommand.class,
            TrialCommand.class,
            RetainedCommand.class,
            WorkerCommand.class,
            ServerCommand.class,
            SandboxCommand.class,
            CompletionCommand.class,
            TestCommand.class,
            CheckCommand.class
        },
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  norn rehearse               a whole deployment in a sandbox; you answer",
            "  norn rehearse --yes         the same; simulated people answer",
            "  norn up                     server, worker and sandbox, to deploy from the Temporal UI",
            "",
            "Exit codes: 0 done, 1 the deployment did not succeed, 2 it was rolled back, 64 wrong usage,",
            "69 a server does not answer, 78 wrong configuration, or a file cannot be written."
        })
public final class Main implements Runnable {
    private static final int HELP_COLUMNS = 100;
    private static final int MIN_HELP_COLUMNS = 60;

    private static final Logger GRPC = Logger.getLogger("io.grpc");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show all details; of an error, the stack trace.")
    private boolean verbose;

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The command line, printing to that terminal. */
    public static CommandLine commandLine(Terminal terminal) {
        var main = new Main();
        var line = new CommandLine(main, new Commands(terminal));
        line.setOut(terminal.outWriter());
        line.setErr(terminal.errWriter());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.style().colours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(Math.min(
                HELP_COLUMNS, Math.max(MIN_HELP_COLUMNS, terminal.outSize().columns())));
        line.setParameterExceptionHandler(new UsageErrors(terminal));
        line.setExecutionExceptionHandler(new FailurePrinter(terminal, () -> main.verbose));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        forAll(line);
        return line;
    }

    /** Whether that command was called with {@code --verbose}. */
    static boolean isVerbose(CommandSpec command) {
        return ((Main) command.root().userObject()).verbose;
    }

    private static void forAll(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(64);
        line.getCommandSpec().exitCodeOnExecutionException(70);
        line.getCommandSpec().usageMessage().optionListHeading("%nOptions:%n").commandListHeading("%nCommands:%n");
        line.getSubcommands().values().forEach(Main::forAll);
    }

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        GRPC.setLevel(Level.OFF); // its failures reach us as exceptions
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
