package norn.rehearsal.install;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A program that fetches packages from where its user's settings say. Its own timeouts and retries are turned down, so that it gives
 * up by itself and says why; those settings are left as they are otherwise.
 *
 * @param name for people
 * @param words that run it
 * @param connection how to set a registry and a proxy in its own settings
 * @param noise what its last lines hold that says nothing
 */
public record PackageManager(String name, Words words, String connection, Pattern noise) {
    /** The words that run it with the time that one answer of a registry may take. */
    public interface Words {
        List<String> within(Duration answer);
    }

    /** The pip of the python3 on the PATH. */
    public static PackageManager pip() {
        return pip(List.of("python3", "-m", "pip"));
    }

    /** pip, by the words that run it. */
    public static PackageManager pip(List<String> pip) {
        return new PackageManager(
                "pip",
                answer -> join(
                        pip,
                        "--no-input",
                        "--disable-pip-version-check",
                        "--no-color",
                        "--retries=1",
                        "--timeout=" + answer.toSeconds()),
                "pip config set global.index-url URL, pip config set global.proxy URL",
                Pattern.compile("\\[notice].*"));
    }

    /** npm, by the words that run it. */
    public static PackageManager npm(List<String> npm) {
        return new PackageManager(
                "npm",
                answer -> join(
                        npm,
                        "--fetch-retries=1",
                        "--fetch-timeout=" + answer.toMillis(),
                        "--fetch-retry-mintimeout=1000",
                        "--fetch-retry-maxtimeout=2000",
                        "--no-progress",
                        "--prefer-offline",
                        "--no-color",
                        "--loglevel=http"),
                "npm config set registry URL, npm config set proxy URL",
                Pattern.compile("npm (error|ERR!) (A complete log of this run|\\s+.*_logs/).*"));
    }

    /** Maven. */
    public static PackageManager maven() {
        return new PackageManager(
                "mvn",
                answer -> join(
                        List.of("mvn"),
                        "--batch-mode",
                        "-Dstyle.color=never",
                        "-Dmaven.wagon.rto=" + answer.toMillis(),
                        "-Dmaven.wagon.http.retryHandler.count=1",
                        "-Daether.connector.connectTimeout=" + answer.toMillis(),
                        "-Daether.connector.requestTimeout=" + answer.toMillis(),
                        "-Daether.connector.http.retryHandler.count=1"),
                "mirror and proxy in ~/.m2/settings.xml",
                Pattern.compile(
                        "\\[(ERROR|INFO)] *(|-+|-> \\[Help 1].*|To see the full stack trace.*|Re-run Maven using.*"
                                + "|For more information about.*|\\[Help 1].*|Total time:.*|Finished at:.*|BUILD FAILURE)"));
    }

    private static List<String> join(List<String> words, String... more) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
