package norn.local.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.exec.ProgramFinder;
import norn.exec.ProgramOutput;

/**
 * The {@code temporal} program: the one on the PATH if Norn can use it, else the one that Norn installs.
 *
 * @param path the program
 * @param help what {@code server start-dev --help} prints: the options that it supports
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
     * @param tools the folder for a program that Norn installs
     * @param progress receives a line that says what is installed, and why
     */
    static TemporalCli find(Path tools, PrintStream progress) throws IOException {
        var installed = ProgramFinder.find("temporal");
        if (installed.isPresent()) {
            var program = asked(installed.get());
            if (program.isUsable()) {
                return program;
            }
            progress.printf(
                    "norn: %s is no Temporal CLI that Norn can use: it is too old, or another program.%n",
                    program.path());
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
        var help = ProgramOutput.of(
                List.of(path.toString(), "server", "start-dev", "--help"), Map.of(), Duration.ofSeconds(30));
        return new TemporalCli(path, help.map(ProgramOutput::text).orElse(""));
    }
}
