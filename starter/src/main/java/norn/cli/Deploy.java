package norn.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.cli.message.MessageFields;
import norn.cli.option.FollowedResult;
import norn.cli.option.JsonOption;
import norn.cli.option.PersonOptions;
import norn.cli.option.PointInTime;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.Terminal;
import norn.client.Json;
import norn.client.RunIds;
import norn.client.Runs;
import norn.message.StartCheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a deployment. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = {
            "Deploys a release to an environment: prints the deployment's id, then follows it to its final status.",
            "People answer what it asks with 'norn go', 'norn complete', 'norn resolve', or in the Temporal UI."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn deploy v1.0.0 --to rehearsal",
            "  norn deploy v1.0.0 --to production --t0 2026-12-01T09:00:00Z --note 'autumn release' --detach",
            "  norn deploy v1.0.0 --to production --phase pre-deployment"
        })
final class Deploy implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "RELEASE", description = "The release, as the repository tags it.")
    private String release;

    @Option(names = "--to", required = true, paramLabel = "ENVIRONMENT", description = "Where to.")
    private String environment;

    @Option(
            names = "--t0",
            paramLabel = "TIME",
            description =
                    "When the old release is shut down, such as 2026-12-01T09:00:00Z; without an offset it is in UTC."
                            + " Default: 120 minutes after the first gate of D-Day says GO.")
    private @Nullable String t0;

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description = "Only this phase: pre-deployment, deployment-day or post-deployment. May be repeated.")
    private List<String> phases = List.of();

    @Option(names = "--detach", description = "Return as soon as it is started.")
    private boolean detach;

    @Option(names = "--print", description = "Start nothing: print the 'temporal' command that would do the same.")
    private boolean print;

    @Mixin
    private PersonOptions person;

    @Mixin
    private ServerOptions server;

    @Mixin
    private JsonOption json;

    Deploy(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var start = person.withAuthor(MessageFields.of(
                "release",
                release,
                "environment",
                environment,
                "t0",
                t0 == null ? null : PointInTime.read(t0).toString(),
                "phases",
                phases.isEmpty() ? null : phases));
        StartCheck.deployment(start, Instant.now()).ifPresent(wrong -> {
            throw CommandFailed.usage(wrong, null);
        });
        if (print) {
            var id = RunIds.deployment(environment, release, Instant.now());
            terminal.out().println(RunIds.startCommand("Deployment", id, start));
            return 0;
        }
        try (var connection = server.connect()) {
            var id = RunIds.unused(connection, environment, release, Instant.now());
            Runs.start(connection, "Deployment", id, start);
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
            return ending.exitCode(false);
        }
    }
}
