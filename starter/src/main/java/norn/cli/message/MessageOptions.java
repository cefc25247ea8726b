package norn.cli.message;

import java.util.Map;
import norn.cli.option.JsonOption;
import norn.cli.option.PersonOptions;
import norn.cli.option.ServerOptions;
import norn.cli.terminal.Terminal;
import norn.client.Json;
import norn.client.Messages;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that sends a message takes: to whom, by whom, or only show it. */
final class MessageOptions {
    @Mixin
    DeploymentOptions target;

    @Mixin
    PersonOptions person;

    @Mixin
    ServerOptions server;

    @Mixin
    JsonOption json;

    @Option(names = "--print", description = "Send nothing: print the 'temporal' command that would do the same.")
    boolean print;

    /** Sends the message and prints the answer, or prints how it could be sent. */
    int send(Terminal terminal, String name, Map<String, Object> fields) {
        var payload = person.withAuthor(fields);
        if (print && target.deployment != null) {
            return print(terminal, target.deployment, name, payload);
        }
        try (var connection = server.connect()) {
            var id = target.id(connection);
            if (print) {
                return print(terminal, id, name, payload);
            }
            var answer = new Messages(connection).send(id, name, payload);
            if (json.json) {
                terminal.out().println(Json.text(answer));
            } else {
                terminal.out()
                        .printf(
                                "%s: accepted. Status: %s%n",
                                id, terminal.style().status(answer.status()));
            }
            return 0;
        }
    }

    private int print(Terminal terminal, String id, String name, Map<String, Object> payload) {
        terminal.out()
                .println(
                        json.json
                                ? Json.text(Map.of("workflow", id, "name", name, "payload", payload))
                                : Messages.command(id, name, payload));
        return 0;
    }
}
