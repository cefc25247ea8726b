package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import norn.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;

/** What the README tells people to type. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern PICTURE = Pattern.compile("!\\[[^]]*]\\(([^)]+)\\)|]\\((docs/[^)]+)\\)");

    @Test
    void every_command_is_one_that_norn_understands() throws IOException {
        var commands = commands();

        assertThat(commands).hasSizeGreaterThan(10);
        for (var command : commands) {
            assertThatCode(() -> Main.commandLine(Terminal.piped(nowhere(), nowhere()))
                            .parseArgs(command.toArray(String[]::new)))
                    .as(String.join(" ", command))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void every_picture_and_page_is_there() throws IOException {
        var links = PICTURE.matcher(Files.readString(README));
        while (links.find()) {
            var target = links.group(1) == null ? links.group(2) : links.group(1);
            assertThat(README.resolveSibling(target)).exists();
        }
    }

    /** The lines that begin with the launcher, without what explains them and without what the launcher answers itself. */
    private static List<List<String>> commands() throws IOException {
        var commands = new ArrayList<List<String>>();
        for (var line : Files.readAllLines(README)) {
            if (!line.startsWith("./norn ") || line.startsWith("./norn test")) {
                continue;
            }
            var typed = line.substring("./norn ".length()).split(" {3,}| > ", 2)[0];
            commands.add(WORD.matcher(typed)
                    .results()
                    .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                    .toList());
        }
        return commands;
    }

    private static PrintStream nowhere() {
        return new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    }
}
