package norn.local.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code temporal} program: the one on the PATH, or else a pinned one.
 *
 * @param path where it lies
 * @param help what it says about {@code server start-dev}: which flags it knows
 */
record TemporalCli(Path path, String help) {
    private static final List<String> NEEDED = List.of(
            "--db-filename",
            "--dynamic-config-value",
            "--ip",
            "--log-level",
            "--port",
            "--search-attribute",
            "--ui-port",
            "KeywordList");

    /**
     * @param tools the folder that a pinned program is kept in
     * @param progress told what is installed, and why
     */
    static TemporalCli find(Path tools, PrintStream progress) throws IOException {
        var installed = DetachedProcess.onPath("temporal");
        if (installed.isPresent()) {
            var program = asked(installed.get());
            if (program.isUsable()) {
                return program;
            }
            progress.printf("norn: %s cannot serve as Norn needs it: too old, or not Temporal's.%n", program.path());
        }
        return asked(new TemporalCliInstaller(tools, progress).program());
    }

    boolean isUsable() {
        return NEEDED.stream().allMatch(help::contains);
    }

    boolean supports(String flag) {
        return help.contains(flag);
    }

    private static TemporalCli asked(Path path) throws IOException {
        var process = new ProcessBuilder(path.toString(), "server", "start-dev", "--help")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return new TemporalCli(path, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
