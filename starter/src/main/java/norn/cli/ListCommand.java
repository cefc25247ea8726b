package norn.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.Terminal;
import norn.client.Deployments;
import norn.client.Ending;
import norn.client.ListedDeployment;
import norn.client.RequestFailed;
import norn.files.LenientJson;
import norn.report.TimeText;
import norn.worker.SavedRecords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the deployments that are and that were. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the deployments that run and that have run, the newest first: those that the server remembers, and"
                    + " those in the records of this host."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  norn list", "  norn list production --json"})
final class ListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "ENVIRONMENT", description = "Only this environment.")
    private @Nullable String environment;

    @Mixin
    private ServerOptions server;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    ListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * A deployment, or a rollback that a person started.
     *
     * @param since when it started, or, of one that only the records know, when it saved its record
     */
    record Entry(
            String deployment,
            @Nullable String environment,
            @Nullable String release,
            String status,
            Instant since) {}

    @Override
    public Integer call() {
        var entries = new LinkedHashMap<String, Entry>();
        RequestFailed unreachable = null;
        try (var connection = server.connect()) {
            new Deployments(connection).all(environment).forEach(run -> entries.putIfAbsent(run.id(), entry(run)));
        } catch (RequestFailed failed) {
            unreachable = failed;
        }
        saved().forEach(run -> entries.putIfAbsent(run.checklist().deployment(), entry(run)));
        if (entries.isEmpty() && unreachable != null) {
            throw unreachable;
        }
        if (unreachable != null) {
            terminal.err().println("norn: %s; this is from this host's records".formatted(unreachable.getMessage()));
        }
        print(entries);
        return 0;
    }

    private void print(Map<String, Entry> entries) {
        var sorted = entries.values().stream()
                .sorted(Comparator.comparing(Entry::since).reversed())
                .toList();
        if (json.json) {
            terminal.out().println(LenientJson.text(Map.of("deployments", sorted)));
            return;
        }
        var now = Instant.now();
        var columns = terminal.outSize().columns();
        for (var entry : sorted) {
            var line = "%-20s  %-18s  %s%s"
                    .formatted(
                            TimeText.moment(entry.since(), now),
                            entry.status(),
                            entry.deployment(),
                            entry.release() == null ? "" : "  (%s)".formatted(entry.release()));
            terminal.out()
                    .println(LineWrapper.cut(line, columns)
                            .replace(entry.status(), terminal.style().status(entry.status())));
        }
    }

    private List<SavedRecords.SavedRun> saved() {
        var all = new ArrayList<SavedRecords.SavedRun>();
        new OwnEnvironments(terminal, config)
                .forEach(
                        environment,
                        (environments, name) ->
                                all.addAll(environments.records(name).all()));
        return all;
    }

    private static Entry entry(ListedDeployment run) {
        return new Entry(run.id(), run.environment(), run.release(), run.status(), run.startedAt());
    }

    /** A record that is not final says how its run stood when it saved it; nobody says how it stands now. */
    private static Entry entry(SavedRecords.SavedRun run) {
        var checklist = run.checklist();
        return new Entry(
                checklist.deployment(),
                checklist.environment(),
                checklist.release(),
                Ending.isFinal(checklist.status()) ? checklist.status() : "UNKNOWN",
                checklist.asOf());
    }
}
