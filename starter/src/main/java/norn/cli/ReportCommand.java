package norn.cli;

import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.Deployments;
import norn.client.RequestFailed;
import norn.files.LenientJson;
import norn.local.FileErrorText;
import norn.worker.HostEnvironments;
import norn.worker.SavedRecords;
import norn.yaml.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The report of a deployment. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the report of the running deployment; if none runs, of the one that ended last.",
            "Where the server or the run does not answer, prints what the run has saved on this host."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn report production",
            "  norn report production --checklist          every item: ticked or not, by what and when",
            "  norn report production --format json -o report.json"
        })
final class ReportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "ENVIRONMENT", description = "The environment.")
    private @Nullable String environment;

    @Option(names = "--deployment", paramLabel = "ID", description = "The deployment with this id.")
    private @Nullable String deployment;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "md (Markdown, the default) or json (the whole state).")
    private Format format = Format.md;

    @Option(names = "--checklist", description = "Print the checklist, item by item, instead of the report.")
    private boolean checklist;

    @Option(names = "-o", paramLabel = "FILE", description = "Write to this file.")
    private @Nullable Path file;

    @Mixin
    private ServerOptions server;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var connection = server.connect()) {
            var id = deployment != null
                    ? deployment
                    : new Deployments(connection).latest(environment).id();
            write(text(connection, id));
            return 0;
        } catch (RequestFailed | CommandFailed unanswered) {
            var saved = saved();
            if (saved.isEmpty()) {
                throw unanswered;
            }
            var run = saved.get();
            terminal.err()
                    .println("norn: %s; this is %s's record of %s, from this host"
                            .formatted(
                                    unanswered.getMessage(),
                                    run.checklist().deployment(),
                                    run.checklist().asOf()));
            write(text(run));
            return 0;
        }
    }

    /** What the run has saved on this host, the newest where none is named; what happened since is not in it. */
    private Optional<SavedRecords.SavedRun> saved() {
        try {
            var environments = new HostEnvironments(config.folder());
            return environments.names().stream()
                    .filter(name -> environment == null || environment.equals(name))
                    .map(environments::records)
                    .flatMap(records ->
                            deployment == null ? records.all().stream().limit(1) : records.of(deployment).stream())
                    .max(Comparator.comparing(run -> run.checklist().asOf()));
        } catch (InvalidConfiguration | UncheckedIOException | RequestFailed unreadable) {
            return Optional.empty();
        }
    }

    private String text(SavedRecords.SavedRun run) {
        if (json.json || format == Format.json) {
            return LenientJson.text(run.tree());
        }
        return checklist ? run.items() : run.report();
    }

    private String text(Connection connection, String id) {
        try {
            var checklists = new ChecklistQueries(connection);
            if (json.json || format == Format.json) {
                return LenientJson.text(checklists.tree(id));
            }
            if (checklist) {
                return checklists.items(id);
            }
            return checklists.report(id);
        } catch (WorkflowNotFoundException unknown) {
            throw Deployments.unknown(id);
        } catch (WorkflowException unanswered) {
            throw new CommandFailed(
                    ExitCode.UNAVAILABLE,
                    id + " does not answer: no worker runs, or the run was terminated",
                    "Start a worker ('./norn worker'). The record of a terminated run is in the records folder of its environment.",
                    unanswered);
        }
    }

    private void write(String text) {
        if (file == null) {
            terminal.out().println(text);
            return;
        }
        try {
            Files.writeString(file, text.endsWith("\n") ? text : text + "\n", StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    "%s: cannot be written (%s)".formatted(file, FileErrorText.of(failed)),
                    "Name another file: -o FILE.",
                    failed);
        }
    }

    /** The formats of a report. */
    enum Format {
        md,
        json
    }
}
