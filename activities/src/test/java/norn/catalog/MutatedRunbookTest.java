package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in files with one random change each: read, or refused with places; never anything else. */
class MutatedRunbookTest {
    private static final int TIMES = Boolean.getBoolean("norn.full") ? 3_000 : 300;
    private static final Pattern PLACE =
            Pattern.compile("(\\S*\\.(yaml|tsv)(:\\d+(:\\d+)?(  .+)?)?|and)", Pattern.DOTALL);
    private static final List<String> INSERTS = List.of(
            "{", "[", "]", ":", "- ", "null", "!!x ", "&a ", "*a ", "\t", "'", "\"", "#", "\u0000", "🙂", "true",
            "9e999");

    @TempDir
    private Path folder;

    @Test
    void every_change_is_read_or_reported_with_its_place() throws IOException {
        var files = Catalog.builtInFiles(Catalog.DEFAULT);
        var names = new ArrayList<>(files.keySet());
        var refused = 0;
        for (var seed = 0; seed < TIMES; seed++) {
            var random = new Random(seed);
            var name = names.get(random.nextInt(names.size()));
            for (var file : files.entrySet()) {
                Files.writeString(
                        folder.resolve(file.getKey()),
                        file.getKey().equals(name) ? mutated(file.getValue(), random) : file.getValue());
            }
            try {
                new Catalog(null, Map.of()).file(folder.resolve("runbook.yaml"));
            } catch (InvalidRunbook invalid) {
                refused++;
                assertThat(invalid.problems())
                        .as("seed %d", seed)
                        .isNotEmpty()
                        .allMatch(problem -> PLACE.matcher(problem.where()).matches());
            } catch (RuntimeException crash) {
                throw new AssertionError("seed %d, %s".formatted(seed, name), crash);
            }
        }
        assertThat(refused).isGreaterThan(TIMES / 4);
    }

    private static String mutated(String text, Random random) {
        var lines = new ArrayList<>(text.lines().toList());
        var at = random.nextInt(lines.size());
        var line = lines.get(at);
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, line);
            case 2 -> lines.set(at, " " + line);
            case 3 -> {
                var place = random.nextInt(line.length() + 1);
                lines.set(
                        at,
                        line.substring(0, place) + INSERTS.get(random.nextInt(INSERTS.size())) + line.substring(place));
            }
            case 4 -> {
                if (!line.isEmpty()) {
                    lines.set(at, line.substring(0, random.nextInt(line.length())));
                }
            }
            default -> {
                if (line.length() > 1) {
                    var place = random.nextInt(line.length() - 1);
                    lines.set(
                            at,
                            line.substring(0, place)
                                    + line.charAt(place + 1)
                                    + line.charAt(place)
                                    + line.substring(place + 2));
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
