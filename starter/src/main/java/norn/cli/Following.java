package norn.cli;

import java.util.LinkedHashMap;
import norn.cli.connection.Connection;
import norn.cli.connection.Json;
import norn.cli.follow.Answers;
import norn.cli.follow.Ending;
import norn.cli.follow.Follower;
import norn.cli.follow.LiveView;
import norn.cli.follow.PlainView;
import norn.cli.follow.View;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;

/** Follows a deployment to its final status, and prints that as the command's result. */
record Following(Terminal terminal, Connection connection, boolean json) {

    /** A view for where standard error goes. */
    static View view(Terminal terminal) {
        return terminal.isLive() ? new LiveView(terminal.err(), terminal.errStyle()) : new PlainView(terminal.err());
    }

    /** Follows; a person may interrupt it, and the deployment goes on. */
    Ending follow(String deployment) {
        try {
            return new Follower(connection, deployment, view(terminal), Answers.none()).follow();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(
                    ExitCode.UNAVAILABLE, deployment + " goes on", "Come back with './norn watch'.", stopped);
        }
    }

    /** Prints how it ended. */
    void print(String deployment, Ending ending) {
        if (json) {
            var result = new LinkedHashMap<String, Object>();
            result.put("deployment", deployment);
            result.put("status", ending.status());
            result.put("error", ending.error());
            result.put("reason", ending.reason());
            result.put("result", ending.result().isMissingNode() ? null : ending.result());
            terminal.out().println(Json.text(result));
            return;
        }
        var out = terminal.out();
        out.printf("%s: %s%n", deployment, terminal.style().status(ending.status()));
        if (!ending.reason().isEmpty()) out.println(ending.reason());
        line("downtime", ending.text("downtimeSeconds"), " s");
        line("fingerprint before", ending.text("fingerprintBefore"), "");
        line("fingerprint after", ending.text("fingerprintAfter"), "");
        line("report", ending.text("report"), "");
    }

    private void line(String name, @org.jspecify.annotations.Nullable String value, String unit) {
        if (value != null) terminal.out().printf("  %-19s %s%s%n", name, value, unit);
    }
}
