package norn.cli;

import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import norn.cli.follow.UnfinishedRunText;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.Deployments;
import norn.client.Ending;
import norn.client.RequestFailed;
import norn.client.SafeText;
import norn.files.LenientJson;
import norn.local.FileErrorText;
import norn.report.TimeText;
import norn.worker.SavedRecords;
import norn.worker.UnfinishedRun;
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
            "Where the server or the run does not answer, or the run was terminated, prints what this host's"
                    + " records know of it."
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
            var deployments = new Deployments(connection);
            var id = deployment != null
                    ? deployment
                    : deployments.latest(environment).id();
            var end = deployments.forcedEnd(id);
            write(end.isPresent() ? textOfEnded(id, end.get()) : text(connection, id));
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
            write(text(run, unanswered.getMessage()));
            return 0;
        }
    }

    /** What the run has saved on this host, the newest where none is named. */
    private Optional<SavedRecords.SavedRun> saved() {
        return ofEnvironments(records ->
                        deployment == null ? records.all().stream().limit(1) : records.of(deployment).stream())
                .max(Comparator.comparing(run -> run.checklist().asOf()));
    }

    private Stream<SavedRecords.SavedRun> ofEnvironments(Function<SavedRecords, Stream<SavedRecords.SavedRun>> found) {
        var all = new ArrayList<SavedRecords.SavedRun>();
        new OwnEnvironments(terminal, config)
                .forEach(
                        environment,
                        (environments, name) ->
                                found.apply(environments.records(name)).forEach(all::add));
        return all.stream();
    }

    private Optional<UnfinishedRun> unfinished(String id) {
        var found = new ArrayList<UnfinishedRun>();
        new OwnEnvironments(terminal, config)
                .forEach(
                        environment,
                        (environments, name) ->
                                environments.unfinishedRun(name, id).ifPresent(found::add));
        return found.stream().findFirst();
    }

    /** A run that was ended from outside answers nothing: what is known of it lies in the records of its hosts. */
    private String textOfEnded(String id, Deployments.ForcedEnd end) {
        var why = "The run was ended from outside (%s) at %s."
                .formatted(end.status(), TimeText.moment(end.at(), Instant.now()));
        return unfinished(id)
                .map(run -> text(run, end.status(), why))
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.UNAVAILABLE,
                        "%s was ended from outside (%s), answers nothing, and left no record on this host"
                                .formatted(id, end.status()),
                        "Ask on the host where its worker ran, with the same command."));
    }

    private String text(UnfinishedRun run, String status, String why) {
        if (json.json || format == Format.json) {
            return LenientJson.text(run.tree(status));
        }
        if (checklist) {
            var saved = run.saved();
            return why + " "
                    + (saved == null
                            ? "It saved no checklist."
                            : "Its checklist as of %s:%n%n%s"
                                    .formatted(
                                            TimeText.moment(saved.checklist().asOf(), Instant.now()), saved.items()));
        }
        return SafeText.text(UnfinishedRunText.of(run, status, why, Instant.now()));
    }

    /** What a run saved; of one that had not come to its end, with what its actions did since. */
    private String text(SavedRecords.SavedRun saved, @Nullable String unanswered) {
        var id = saved.checklist().deployment();
        return (Ending.isFinal(saved.checklist().status()) ? Optional.<UnfinishedRun>empty() : unfinished(id))
                .map(run ->
                        text(run, "UNKNOWN", "Whether the run goes on, nobody says here: %s.".formatted(unanswered)))
                .orElseGet(() -> text(saved));
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
                    id + " does not answer: no worker runs, or it is busy",
                    "Start a worker ('./norn worker').",
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
