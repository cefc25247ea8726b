package norn.cli;

import java.util.concurrent.Callable;
import norn.cli.follow.FollowedResult;
import norn.cli.follow.InteractiveAnswers;
import norn.cli.follow.Keyboard;
import norn.cli.follow.ProgressView;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.Deployments;
import norn.client.MessageSender;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the person at the terminal about each thing that waits, and sends the answers. */
@Command(
        name = "answer",
        mixinStandardHelpOptions = true,
        description = {
            "Follows a running deployment, and asks you about each thing that waits, one after the other. Ctrl-C leaves; the"
                    + " deployment continues, and 'norn answer' takes up its questions again.",
            "Exit codes: 0 done, 1 it did not succeed, 2 it was rolled back."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  norn answer", "  norn answer production"})
final class AnswerCommand implements Callable<Integer> {
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

    AnswerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!terminal.isInteractive()) {
            throw CommandFailed.usage(
                    "nobody can be asked here: this is no terminal",
                    "'norn status' shows the command that answers each question.");
        }
        try (var connection = server.connect()) {
            var deployments = new Deployments(connection);
            var id = deployment != null
                    ? deployments.known(deployment)
                    : deployments.onlyRunning(environment).id();
            terminal.err()
                    .println(terminal.errStyle().faint("%s, Temporal server %s".formatted(id, connection.address())));
            var view = ProgressView.on(terminal);
            var answers = new InteractiveAnswers(
                    new MessageSender(connection), id, new Keyboard(System.in), view, terminal.errStyle());
            var following = new FollowedResult(terminal, connection, false);
            var ending = following.follow(id, view, answers);
            following.print(id, ending);
            return ExitCode.ofDeployment(ending);
        }
    }
}
