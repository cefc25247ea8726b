package norn.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.code.CodeSettings;
import norn.code.PreparedRelease;
import norn.code.Releases;
import norn.configuration.ConfigurationSettings;
import norn.database.Database;
import norn.database.store.StoreSettings;
import norn.environment.Host;
import norn.files.LenientJson;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.service.ServiceSettings;
import norn.worker.HostEnvironments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a release on this host: its database, the backups of its stores, its build, its settings and what its services need. */
@Command(
        name = "trial",
        mixinStandardHelpOptions = true,
        description =
                "Tries a release on a restored backup of the database: checks, migrations and what they assert, copy,"
                        + " swap and swap back, with the day's roles; backs up the stores beside it, and restores what was"
                        + " backed up; builds the release at low priority, which the day then need not do, and renders its"
                        + " settings, and checks the ports of its services and what their users may read, run and write."
                        + " What serves is only read. The release must be checked out. Exit codes: 0 all went well, 1"
                        + " something would fail on the day.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn trial production v1.0.0",
            "  norn trial production --notify operator    each night, by a timer"
        })
final class TrialCommand implements Callable<Integer> {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("'trial-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    /** Two that are started in the same second are two. */
    private final String deployment =
            "%s-%d".formatted(ID.format(Instant.now()), ProcessHandle.current().pid());

    @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "The environment, as its file is named.")
    private String environment;

    @Parameters(
            index = "1",
            paramLabel = "RELEASE",
            arity = "0..1",
            description =
                    "The release, such as v1.0.0. Default: the newest one that was checked out after the active one.")
    private @Nullable String asked;

    @Option(
            names = "--notify",
            paramLabel = "ROLE",
            description =
                    "Notifies the people of that role by the environment's channels where something would fail on the"
                            + " day. For a timer.")
    private @Nullable String role;

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
        var release = release(host);
        if (release.isEmpty()) {
            terminal.out().println("no release is prepared beside the active one: there is nothing to try");
            return ExitCode.DONE;
        }
        return call(host, release.get());
    }

    private Optional<String> release(Host host) {
        return Optional.ofNullable(asked)
                .or(() -> host.section(CodeSettings.class).flatMap(PreparedRelease::of));
    }

    /** The actions that try the release, each with its options. */
    private static Map<String, Map<String, Object>> parts(Host host, String release) {
        var parts = new LinkedHashMap<String, Map<String, Object>>();
        var stores = host.section(StoreSettings.class).isPresent();
        var code = host.section(CodeSettings.class).filter(settings -> isToBePrepared(settings, release));
        if (host.section(Database.class).isPresent() || (!stores && code.isEmpty())) {
            parts.put("check-database", Map.of("migrations", true));
            parts.put("try-database", Map.of());
        }
        if (stores) {
            parts.put("check-stores", Map.of());
            parts.put("back-up-stores", Map.of("verify", true));
        }
        if (code.isPresent()) {
            if (!code.get().builds().isEmpty()) {
                parts.put("build", Map.of());
            }
            if (host.section(ConfigurationSettings.class).isPresent()) {
                parts.put("check-configuration", Map.of());
            }
            parts.put("verify-code", Map.of());
            if (host.section(ServiceSettings.class).isPresent()) {
                parts.put("check-services", Map.of());
            }
        }
        return parts;
    }

    /** What serves is not built, and a name that no release can have is refused by each action. */
    private static boolean isToBePrepared(CodeSettings code, String release) {
        return !Releases.isName(release) || !new Releases(code).isActive(release);
    }

    private int call(Host host, String release) {
        var outcomes = new ArrayList<Outcome>();
        parts(host, release).forEach((action, options) -> {
            var outcome = run(host, release, action, options);
            outcomes.add(outcome);
            if (!json.json) {
                (outcome.well() ? terminal.out() : terminal.err()).println(outcome.text());
            }
        });
        if (json.json) {
            terminal.out()
                    .println(LenientJson.text(Map.of(
                            "parts", outcomes.stream().map(Outcome::fields).toList())));
        }
        var failed = outcomes.stream().filter(outcome -> !outcome.well()).toList();
        if (!failed.isEmpty() && role != null) {
            var text = failed.stream().map(Outcome::text).collect(Collectors.joining("; "));
            var notice = run(
                    host,
                    release,
                    "notify",
                    Map.of("roles", List.of(role), "about", "trial of " + release, "text", text));
            (notice.well() ? terminal.out() : terminal.err()).println(notice.text());
        }
        return failed.isEmpty() ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
    }

    private Outcome run(Host host, String release, String action, Map<String, Object> options) {
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
