package norn.cli;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.cli.follow.FollowedResult;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.option.PersonOptions;
import norn.cli.option.ServerOptions;
import norn.cli.rollback.LocalFollowing;
import norn.cli.rollback.RollbackPlan;
import norn.cli.rollback.RollbackPlanText;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.files.LenientJson;
import norn.plan.RollbackStart;
import norn.run.RunIds;
import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rolls an environment back. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Restores the previous release of an environment, and verifies the result. Works with and without a running"
                    + " deployment; if one runs, that one does the rollback.",
            "'--plan' shows what a rollback would do and cost, and changes nothing.",
            "Exit codes: 0 it was rolled back, 1 it was not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn rollback production --plan     what it would do and cost",
            "  norn rollback production --reason 'agents fail' --by alice",
            "  norn rollback production --reason 'data is wrong' --by alice --mode database --to v0.9.0",
            "  norn rollback production --reason 'the deployment hangs' --by alice --take-over",
            "  norn rollback production --reason 'no server since 3 am' --by alice --local"
        })
final class RollbackCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ENVIRONMENT", description = "The environment to roll back.")
    private String environment;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    private @Nullable String reason;

    @Mixin
    private PersonOptions person;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "What to restore: code, database (code and database), or auto (the default): code alone where the"
                            + " old release works on the new schema, else both.")
    private @Nullable String mode;

    @Option(
            names = "--to",
            paramLabel = "RELEASE",
            description = "A retained older release to restore. Default: the previous release.")
    private @Nullable String to;

    @Option(
            names = "--take-over",
            description = "Terminate a deployment that holds the environment and does not answer within 30 s.")
    private boolean takeOver;

    @Option(
            names = "--plan",
            description =
                    "Change nothing; inspect the environment from this host, and show what a rollback would do and"
                            + " cost.")
    private boolean plan;

    @Option(
            names = "--local",
            description =
                    "Roll back on this host without Temporal, for when the server is gone: this command does it all,"
                            + " and asks you. What a server that comes back still runs may change nothing more. Run it"
                            + " again if it ends early.")
    private boolean local;

    @Option(names = "--detach", description = "Print the id and return, without following the rollback.")
    private boolean detach;

    @Option(names = "--print", description = "Start nothing; print the 'temporal' command that does the same.")
    private boolean print;

    @Mixin
    private ServerOptions server;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    RollbackCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var mode = mode();
        if (plan) {
            return showPlan(mode);
        }
        if (reason == null || reason.isBlank()) {
            throw CommandFailed.usage("a rollback needs a reason", "Give one: --reason TEXT.");
        }
        var request = StartRequest.rollback(environment, reason)
                .by(person.name())
                .mode(this.mode == null ? null : mode)
                .to(to)
                .takeOver(takeOver);
        request.problem(Instant.now()).ifPresent(problem -> {
            throw CommandFailed.usage(problem, null);
        });
        var id = RunIds.rollback(environment, Instant.now());
        if (local) {
            return rollBackHere(id, reason, mode);
        }
        if (print) {
            terminal.out().println(server.commands().start(id, request));
            return 0;
        }
        try (var connection = server.connect()) {
            Runs.start(connection, id, request);
            if (detach) {
                if (json.json) {
                    terminal.out().println(LenientJson.text(Map.of("deployment", id)));
                } else {
                    terminal.out().println(id);
                }
                return 0;
            }
            terminal.err().println("started " + id);
            var following = new FollowedResult(terminal, connection, json.json);
            var ending = following.follow(id);
            following.print(id, ending);
            return ExitCode.ofRollback(ending);
        }
    }

    private int rollBackHere(String id, String reason, RollbackMode mode) {
        if (detach || print || takeOver) {
            throw CommandFailed.usage(
                    "--local goes with neither --detach, --print nor --take-over",
                    "It runs in this command, and takes the environment from whoever holds it.");
        }
        var local = new LocalFollowing(terminal)
                .run(id, new RollbackStart(environment, reason, person.name(), mode, to, false), config.folder());
        FollowedResult.print(terminal, json.json, id, local.ending());
        local.reportProblem().ifPresent(problem -> terminal.err().println("no report could be written: " + problem));
        return ExitCode.ofRollback(local.ending());
    }

    private int showPlan(RollbackMode mode) {
        var shown = RollbackPlan.of(config.folder(), environment, mode, to);
        if (json.json) {
            terminal.out().println(LenientJson.text(shown));
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
