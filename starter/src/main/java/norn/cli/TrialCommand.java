package norn.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.action.ActionFailed;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.database.Database;
import norn.database.store.StoreSettings;
import norn.environment.Host;
import norn.files.LenientJson;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.worker.HostEnvironments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tries a release on this host's database, and the backups of its stores. */
@Command(
        name = "trial",
        mixinStandardHelpOptions = true,
        description =
                "Tries a release on a restored backup of the database: checks, migrations and what they assert, copy,"
                        + " swap and swap back, with the day's roles; then backs up the stores beside it, and restores"
                        + " what was backed up. What serves is only read. The release"
                        + " must be checked out. Exit codes: 0 all went well, 1 something would fail on the day.",
        footerHeading = "%nExample:%n",
        footer = "  norn trial production v1.0.0")
final class TrialCommand implements Callable<Integer> {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("'trial-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final String deployment = ID.format(Instant.now());

    @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "The environment, as its file is named.")
    private String environment;

    @Parameters(index = "1", paramLabel = "RELEASE", description = "The release, such as v1.0.0.")
    private String release;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    TrialCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What one part came to. */
    private record Outcome(String action, boolean well, String text, Map<String, Object> values) {
        Map<String, Object> fields() {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("action", action);
            fields.put("well", well);
            fields.put("text", text);
            fields.put("values", values);
            return fields;
        }
    }

    /** All are done, whatever the first finds: each says what the others cannot. */
    @Override
    public Integer call() {
        var host = new HostEnvironments(config.folder()).host(environment);
        var outcomes = new ArrayList<Outcome>();
        var stores = host.section(StoreSettings.class).isPresent();
        if (!stores || host.section(Database.class).isPresent()) {
            outcomes.add(run(host, "check-database", Map.of("migrations", true)));
            outcomes.add(run(host, "try-database", Map.of()));
        }
        if (stores) {
            outcomes.add(run(host, "check-stores", Map.of()));
            outcomes.add(run(host, "back-up-stores", Map.of("verify", true)));
        }
        if (json.json) {
            terminal.out()
                    .println(LenientJson.text(Map.of(
                            "parts", outcomes.stream().map(Outcome::fields).toList())));
        } else {
            outcomes.forEach(outcome -> (outcome.well() ? terminal.out() : terminal.err()).println(outcome.text()));
        }
        return outcomes.stream().allMatch(Outcome::well) ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
    }

    private Outcome run(Host host, String action, Map<String, Object> options) {
        var order = new Order(
                deployment, environment, release, null, null, action, 1, 0, null, options, OrderContext.none());
        try {
            var evidence = new ActionRunner(host, Clock.systemUTC()).run(action, order, Heartbeats.ignored());
            return new Outcome(action, true, evidence.summary(), evidence.values());
        } catch (ActionFailed failed) {
            var remedy = failed.remedy() == null ? List.<String>of() : List.of(failed.remedy());
            var lines = new ArrayList<>(List.of("%s: %s".formatted(failed.error(), failed.getMessage())));
            lines.addAll(remedy);
            return new Outcome(action, false, String.join("\n", lines), Map.of());
        }
    }
}
