package norn.cli.message;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.util.Map;
import java.util.stream.Stream;
import norn.cli.option.JsonOption;
import norn.cli.option.NoteOption;
import norn.cli.option.PersonOptions;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.MessageSender;
import norn.client.OutgoingMessage;
import norn.files.LenientJson;
import norn.message.Messages;
import norn.state.Status;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that sends a message. */
final class MessageOptions {
    @Mixin
    DeploymentOptions target;

    @Mixin
    PersonOptions person;

    @Mixin
    NoteOption note;

    @Mixin
    ServerOptions server;

    @Mixin
    JsonOption json;

    @Option(names = "--print", description = "Send nothing; print the 'temporal' command that does the same.")
    boolean print;

    /** Sends the message and prints what became of it, or prints the command that sends it. */
    int send(Terminal terminal, OutgoingMessage message) {
        message.by(person.name()).note(note.note);
        if (print && target.deployment != null) {
            return print(terminal, target.deployment, message);
        }
        try (var connection = server.connect()) {
            var id = target.id(connection, message);
            if (print) {
                return print(terminal, id, message);
            }
            var answer = new MessageSender(connection).send(id, message);
            if (json.json) {
                terminal.out().println(LenientJson.text(answer));
                return ExitCode.DONE;
            }
            terminal.out().println(recorded(message, answer) + waiting(connection, id));
            terminal.err()
                    .println(terminal.errStyle().faint("%s, Temporal server %s".formatted(id, connection.address())));
            return ExitCode.DONE;
        }
    }

    private static String recorded(OutgoingMessage message, Messages.MessageAnswer answer) {
        var isStatus =
                Stream.of(Status.values()).anyMatch(status -> status.name().equals(answer.status()));
        return "recorded: %s%s".formatted(message.text(), isStatus ? "" : " (%s)".formatted(answer.status()));
    }

    /** How much is still waited for; nothing where the deployment has just ended, or is busy. */
    private static String waiting(Connection connection, String id) {
        try {
            var left = new ChecklistQueries(connection).tree(id).path("waiting").size();
            return left == 0 ? "; nothing else waits" : "; %d more %s".formatted(left, left == 1 ? "waits" : "wait");
        } catch (WorkflowException | StatusRuntimeException noAnswer) {
            return "";
        }
    }

    private int print(Terminal terminal, String id, OutgoingMessage message) {
        terminal.out()
                .println(
                        json.json
                                ? LenientJson.text(
                                        Map.of("workflow", id, "name", message.name(), "payload", message.payload()))
                                : server.commands().send(id, message));
        return ExitCode.DONE;
    }
}
