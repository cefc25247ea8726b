package norn.cli.follow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.InterruptCounter;
import norn.cli.terminal.Terminal;
import norn.client.Answers;
import norn.client.Connection;
import norn.client.Ending;
import norn.client.Follower;
import norn.files.LenientJson;
import org.jspecify.annotations.Nullable;

/** Follows a deployment to its final status, and prints that as the command's result. */
public record FollowedResult(Terminal terminal, Connection connection, boolean json) {
    /**
     * Prints that a deployment or rollback was started; unless it is to be left alone, follows it and prints how it ended.
     *
     * @param isDetached whether its id is all that is printed
     * @param exitCode the exit code for how it ended
     * @return the command's exit code
     */
    public int started(String id, boolean isDetached, ToIntFunction<Ending> exitCode) {
        if (isDetached) {
            terminal.out().println(json ? LenientJson.text(Map.of("deployment", id)) : id);
            return 0;
        }
        terminal.err().println("started " + id);
        var ending = follow(id);
        print(id, ending);
        return exitCode.applyAsInt(ending);
    }

    /** Follows it. A person may interrupt this; the deployment continues. */
    public Ending follow(String deployment) {
        return follow(deployment, ProgressView.on(terminal), Answers.none());
    }

    /** Follows it in that view, and gives those answers. */
    public Ending follow(String deployment, ProgressView view, Answers answers) {
        var interrupts = InterruptCounter.counted();
        interrupts.onFirst(Thread.currentThread()::interrupt);
        try {
            return new Follower(connection, deployment, view, answers).follow();
        } catch (InterruptedException stopped) {
            terminal.err().println();
            throw new CommandFailed(
                    interrupts.exitCode(),
                    deployment + " continues without this command",
                    "'./norn watch --deployment %s' follows it again; './norn answer' takes up its questions; './norn status' shows what waits and how to answer it."
                            .formatted(deployment),
                    stopped);
        }
    }

    /** Prints how it ended. */
    public void print(String deployment, Ending ending) {
        print(terminal, json, deployment, ending);
    }

    /** Prints how a deployment ended, wherever it ran. */
    public static void print(Terminal terminal, boolean json, String deployment, Ending ending) {
        if (json) {
            var result = new LinkedHashMap<String, Object>();
            result.put("deployment", deployment);
            result.put("status", ending.status());
            result.put("error", ending.error());
            result.put("reason", ending.reason());
            result.put("result", ending.result().isMissingNode() ? null : ending.result());
            terminal.out().println(LenientJson.text(result));
            return;
        }
        var out = terminal.out();
        out.printf("%s: %s%n", deployment, terminal.style().status(ending.status()));
        if (!ending.reason().isEmpty()) {
            out.println(EndingText.reason(ending, terminal.outSize()));
        }
        line(terminal, "downtime", ending.text("downtimeSeconds"), " s");
        line(terminal, "fingerprint before", ending.text("fingerprintBefore"), "");
        line(terminal, "fingerprint after", ending.text("fingerprintAfter"), "");
        line(terminal, "report", ending.text("report"), "");
    }

    private static void line(Terminal terminal, String name, @Nullable String value, String unit) {
        if (value != null) {
            terminal.out().printf("  %-19s %s%s%n", name, value, unit);
        }
    }
}
