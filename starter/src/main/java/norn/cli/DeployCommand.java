package norn.cli;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import norn.cli.follow.FollowedResult;
import norn.cli.option.JsonOption;
import norn.cli.option.NoteOption;
import norn.cli.option.PersonOptions;
import norn.cli.option.PointInTime;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.run.RunIds;
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
            "Starts a deployment of a release to an environment, prints its id, and follows it to its final status.",
            "It asks people for decisions and manual work: 'norn status' shows what waits and the command that answers it.",
            "Exit codes: 0 done, 1 it did not succeed, 2 it was rolled back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn deploy v1.0.0 --to rehearsal",
            "  norn deploy v1.0.0 --to production --t0 2026-12-01T09:00:00Z --note 'autumn release' --detach",
            "  norn deploy v1.0.0 --to production --phase pre-deployment"
        })
final class DeployCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "RELEASE", description = "The release: a tag of the repository.")
    private String release;

    @Option(names = "--to", required = true, paramLabel = "ENVIRONMENT", description = "The environment to deploy to.")
    private String environment;

    @Option(
            names = "--t0",
            paramLabel = "TIME",
            description =
                    "T-0, when the old release is shut down, such as 2026-12-01T09:00:00Z; in UTC unless it has an offset."
                            + " Default: 120 minutes after the GO at the first gate of the deployment day.")
    private @Nullable String t0;

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description = "Run only this phase: pre-deployment, deployment-day or post-deployment; once for each.")
    private List<String> phases = List.of();

    @Option(names = "--detach", description = "Print the id and return, without following the deployment.")
    private boolean detach;

    @Option(names = "--print", description = "Start nothing; print the 'temporal' command that does the same.")
    private boolean print;

    @Mixin
    private PersonOptions person;

    @Mixin
    private NoteOption note;

    @Mixin
    private ServerOptions server;

    @Mixin
    private JsonOption json;

    DeployCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var request = StartRequest.deployment(release, environment)
                .t0(t0 == null ? null : PointInTime.read(t0))
                .phases(phases)
                .by(person.name())
                .note(note.note);
        request.problem(Instant.now()).ifPresent(problem -> {
            throw CommandFailed.usage(problem, null);
        });
        if (print) {
            var id = RunIds.deployment(environment, release, Instant.now());
            terminal.out().println(server.commands().start(id, request));
            return 0;
        }
        try (var connection = server.connect()) {
            var id = Runs.unusedId(connection, environment, release, Instant.now());
            Runs.start(connection, id, request);
            return new FollowedResult(terminal, connection, json.json).started(id, detach, ExitCode::ofDeployment);
        }
    }
}
