package norn.cli;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.cli.message.MessageFields;
import norn.cli.option.ConfigOption;
import norn.cli.option.FollowedResult;
import norn.cli.option.JsonOption;
import norn.cli.option.PersonOptions;
import norn.cli.option.ServerOptions;
import norn.cli.rollback.RollbackPlan;
import norn.cli.rollback.RollbackPlanText;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.Terminal;
import norn.client.Json;
import norn.client.RunIds;
import norn.client.Runs;
import norn.message.StartCheck;
import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a release back. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Takes the environment back to the release before, and proves it. Works with and without a running deployment;"
                    + " a running one is handed the order.",
            "Exits 0 when it was rolled back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn rollback production --plan     what it would do, and its price",
            "  norn rollback production --reason 'agents fail' --by alice",
            "  norn rollback production --reason 'data is wrong' --by alice --mode database --to v0.9.0",
            "  norn rollback production --reason 'the deployment hangs' --by alice --take-over"
        })
final class Rollback implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ENVIRONMENT", description = "Where.")
    private String environment;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stands in the record.")
    private @Nullable String reason;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who says so. Default: NORN_BY, else the name you are logged in with.")
    private @Nullable String by;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "auto (the default: the code alone where the old release works on the new schema), code, or database"
                            + " (code and database).")
    private @Nullable String mode;

    @Option(names = "--to", paramLabel = "RELEASE", description = "An older kept release. Default: the one before.")
    private @Nullable String to;

    @Option(names = "--take-over", description = "End a deployment that does not answer within 30 s, and go on.")
    private boolean takeOver;

    @Option(
            names = "--plan",
            description =
                    "Change nothing: look at the world from this host, and show what would be done, and its price.")
    private boolean plan;

    @Option(names = "--detach", description = "Return as soon as it is started.")
    private boolean detach;

    @Option(names = "--print", description = "Start nothing: print the 'temporal' command that would do the same.")
    private boolean print;

    @Mixin
    private ServerOptions server;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    Rollback(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var mode = mode();
        if (plan) {
            return showPlan(mode);
        }
        if (reason == null || reason.isBlank()) {
            throw CommandFailed.usage("a rollback needs a reason", "Say why: --reason TEXT.");
        }
        var person = new PersonOptions();
        person.by = by;
        var start = MessageFields.of(
                "environment",
                environment,
                "reason",
                reason,
                "by",
                person.name(),
                "mode",
                this.mode == null ? null : mode.id(),
                "to",
                to,
                "takeOver",
                takeOver ? true : null);
        StartCheck.rollback(start).ifPresent(wrong -> {
            throw CommandFailed.usage(wrong, null);
        });
        var id = RunIds.rollback(environment, Instant.now());
        if (print) {
            terminal.out().println(RunIds.startCommand("Rollback", id, start));
            return 0;
        }
        try (var connection = server.connect()) {
            Runs.start(connection, "Rollback", id, start);
            if (detach) {
                if (json.json) {
                    terminal.out().println(Json.text(Map.of("deployment", id)));
                } else {
                    terminal.out().println(id);
                }
                return 0;
            }
            terminal.err().println("started " + id);
            var following = new FollowedResult(terminal, connection, json.json);
            var ending = following.follow(id);
            following.print(id, ending);
            return ending.exitCode(true);
        }
    }

    private int showPlan(RollbackMode mode) {
        var shown = RollbackPlan.of(config.folder(), environment, mode, to);
        if (json.json) {
            terminal.out().println(Json.text(shown));
        } else {
            new RollbackPlanText(shown, terminal.style()).lines().forEach(terminal.out()::println);
        }
        return 0;
    }

    private RollbackMode mode() {
        if (mode == null) {
            return RollbackMode.AUTO;
        }
        try {
            return RollbackMode.of(mode);
        } catch (IllegalArgumentException unknown) {
            throw CommandFailed.usage("--mode " + unknown.getMessage(), null);
        }
    }
}
