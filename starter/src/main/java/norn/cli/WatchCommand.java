package norn.cli;

import java.util.concurrent.Callable;
import norn.cli.follow.FollowedResult;
import norn.cli.option.JsonOption;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.Deployments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a running deployment. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Follows a running deployment to its final status. Ctrl-C leaves; the deployment continues.",
            "Exit codes: 0 done, 1 it did not succeed, 2 it was rolled back."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  norn watch", "  norn watch production", "  norn watch --deployment production-v1.0.0-20261201-0900"
        })
final class WatchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "ENVIRONMENT",
            description = "The deployment that runs in this environment.")
    private @Nullable String environment;

    @Option(names = "--deployment", paramLabel = "ID", description = "The deployment with this id.")
    private @Nullable String deployment;

    @Mixin
    private ServerOptions server;

    @Mixin
    private JsonOption json;

    WatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var connection = server.connect()) {
            var deployments = new Deployments(connection);
            var id = deployment != null
                    ? deployments.known(deployment)
                    : deployments.onlyRunning(environment).id();
            var following = new FollowedResult(terminal, connection, json.json);
            var ending = following.follow(id);
            following.print(id, ending);
            return ExitCode.ofDeployment(ending);
        }
    }
}
