package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import norn.cli.terminal.Terminal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help is part of the contract: word for word as stored. {@code -Dnorn.store=true} stores it anew. */
class HelpTest {
    private static final Path STORED = Path.of("src/test/resources/norn/cli/help");

    static Stream<List<String>> commands() {
        var all = new ArrayList<List<String>>();
        collect(Main.commandLine(Terminal.piped(System.out, System.err)), List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> all) {
        all.add(path);
        command.getSubcommands().forEach((name, sub) -> {
            var longer = new ArrayList<>(path);
            longer.add(name);
            collect(sub, longer, all);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_is_as_stored(List<String> command) throws IOException {
        var words = new ArrayList<>(command);
        words.add("--help");
        var file = STORED.resolve((command.isEmpty() ? "norn" : String.join("-", command)) + ".txt");

        var result = CliResult.command(words.toArray(String[]::new));

        if (Boolean.getBoolean("norn.store")) {
            Files.writeString(file, result.out());
        }
        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_teaches_by_an_example(List<String> command) {
        var words = new ArrayList<>(command);
        words.add("--help");

        var help = CliResult.command(words.toArray(String[]::new)).out();

        assertThat(help).containsAnyOf("Example:", "Examples:", "First steps:");
    }
}
