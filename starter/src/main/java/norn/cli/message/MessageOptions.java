package norn.cli.message;

import java.util.Map;
import norn.cli.option.JsonOption;
import norn.cli.option.NoteOption;
import norn.cli.option.PersonOptions;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.Terminal;
import norn.client.MessageSender;
import norn.client.OutgoingMessage;
import norn.client.TemporalCommand;
import norn.files.LenientJson;
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

    /** Sends the message and prints the answer, or prints the command that sends it. */
    int send(Terminal terminal, OutgoingMessage message) {
        message.by(person.name()).note(note.note);
        if (print && target.deployment != null) {
            return print(terminal, target.deployment, message);
        }
        try (var connection = server.connect()) {
            var id = target.id(connection);
            if (print) {
                return print(terminal, id, message);
            }
            var answer = new MessageSender(connection).send(id, message);
            if (json.json) {
                terminal.out().println(LenientJson.text(answer));
            } else {
                terminal.out()
                        .printf(
                                "%s: accepted. Status: %s%n",
                                id, terminal.style().status(answer.status()));
                terminal.err().println(terminal.errStyle().faint("Temporal server " + connection.address()));
            }
            return 0;
        }
    }

    private int print(Terminal terminal, String id, OutgoingMessage message) {
        terminal.out()
                .println(
                        json.json
                                ? LenientJson.text(
                                        Map.of("workflow", id, "name", message.name(), "payload", message.payload()))
                                : TemporalCommand.send(id, message));
        return 0;
    }
}
