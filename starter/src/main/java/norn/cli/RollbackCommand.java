package norn.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import norn.action.Target;
import norn.cli.follow.FollowedResult;
import norn.cli.follow.WaitingItemText;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.option.PersonOptions;
import norn.cli.option.ServerOptions;
import norn.cli.rollback.EarlierRollback;
import norn.cli.rollback.LocalFollowing;
import norn.cli.rollback.RollbackOf;
import norn.cli.rollback.RollbackPlan;
import norn.cli.rollback.RollbackPlanText;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.Connection;
import norn.client.RequestFailed;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.environment.Host;
import norn.exec.NornProgram;
import norn.files.LenientJson;
import norn.plan.RollbackStart;
import norn.run.RunIds;
import norn.runbook.RollbackMode;
import norn.worker.HostEnvironments;
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

    @Option(
            names = "--of",
            paramLabel = "DEPLOYMENT",
            description = "Roll back only where what this deployment changed is in effect, as its rollback.sh does.")
    private @Nullable String of;

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
        if (of != null) {
            if (!plan && !local) {
                throw CommandFailed.usage(
                        "--of goes with --local or --plan alone", "A server knows what is in effect.");
            }
            if (to == null) {
                var host = new HostEnvironments(config.folder()).host(environment);
                var undone = RollbackOf.undone(of, host).map(Target::release);
                if (undone.isPresent()) {
                    return plan ? showPlan(mode, undone.get()) : showEarlier(of, host, mode, undone.get());
                }
                RollbackOf.require(of, host);
            }
        }
        if (plan) {
            return showPlan(mode, to);
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
        try (var connection = connect()) {
            Runs.start(connection, id, request);
            return new FollowedResult(terminal, connection, json.json).started(id, detach, ExitCode::ofRollback);
        }
    }

    /** A connection; where no server answers, what this host can do without one is the remedy. */
    private Connection connect() {
        try {
            return server.connect();
        } catch (RequestFailed failed) {
            if (failed.kind() != RequestFailed.Kind.UNAVAILABLE) {
                throw failed;
            }
            throw new RequestFailed(
                    failed.kind(),
                    String.valueOf(failed.getMessage()),
                    "If it does not come back: the same command with --local rolls back on this host, without a server."
                            + (failed.remedy() == null ? "" : " Else: " + failed.remedy()),
                    failed);
        }
    }

    /** That deployment was rolled back, by itself or before it let users in: what it found is there, or this is no way to it. */
    private int showEarlier(String deployment, Host host, RollbackMode mode, String release) {
        var earlier = EarlierRollback.of(config.folder(), environment, host, mode, release);
        if (earlier.isEmpty()) {
            RollbackOf.require(deployment, host);
        }
        earlier.ifPresent(shown -> FollowedResult.print(terminal, json.json, shown.id(), shown.ending()));
        return ExitCode.DONE;
    }

    private int rollBackHere(String id, String reason, RollbackMode mode) {
        if (detach || print || takeOver) {
            throw CommandFailed.usage(
                    "--local goes with neither --detach, --print nor --take-over",
                    "It runs in this command, and takes the environment from whoever holds it.");
        }
        var local = new LocalFollowing(terminal)
                .run(id, new RollbackStart(environment, reason, person.name(), mode, to, false), config.folder());
        FollowedResult.print(terminal, json.json, local.id(), local.ending());
        local.reportProblem().ifPresent(problem -> terminal.err().println("no report could be written: " + problem));
        return ExitCode.ofRollback(local.ending());
    }

    private int showPlan(RollbackMode mode, @Nullable String to) {
        var shown = RollbackPlan.of(config.folder(), environment, mode, to);
        if (json.json) {
            terminal.out().println(LenientJson.text(shown));
        } else {
            new RollbackPlanText(shown, command(mode), terminal.style()).lines().forEach(terminal.out()::println);
        }
        return 0;
    }

    /** What rolls back as this command shows it: typed as it stands, but for the reason. */
    private String command(RollbackMode mode) {
        var script = System.getenv("NORN_SCRIPT");
        var words = new ArrayList<>(
                script == null
                        ? List.of(WaitingItemText.LAUNCHER, "rollback", environment)
                        : List.of(NornProgram.quoted(script)));
        if (mode != RollbackMode.AUTO) {
            words.addAll(List.of("--mode", mode.id()));
        }
        if (to != null) {
            words.addAll(List.of("--to", to));
        }
        if (local && script == null) {
            words.add("--local");
        }
        return String.join(" ", words);
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
