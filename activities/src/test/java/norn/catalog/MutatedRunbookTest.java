package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import norn.rehearsal.MutatedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in files with one random change each: read, or refused with places; never anything else. */
class MutatedRunbookTest {
    private static final int TIMES = Boolean.getBoolean("norn.full") ? 3_000 : 300;
    private static final Pattern PLACE = Pattern.compile("(\\S*\\.(yaml|tsv)(:\\d+){1,2}(  .+)?|and)", Pattern.DOTALL);

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
                        file.getKey().equals(name) ? MutatedText.of(file.getValue(), random) : file.getValue());
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
}
