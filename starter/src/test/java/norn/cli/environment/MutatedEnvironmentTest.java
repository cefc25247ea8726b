package norn.cli.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import norn.cli.CliResult;
import norn.rehearsal.MutatedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample with one random change each: read, or refused with line and field; never anything else. */
class MutatedEnvironmentTest {
    private static final int TIMES = Boolean.getBoolean("norn.full") ? 1_000 : 60;
    private static final Pattern PLACE = Pattern.compile("\\S+\\.yaml:\\d+(:\\d+)?(  .+)?", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void every_change_is_read_or_reported_with_its_place() throws IOException {
        var sample = CliResult.command("environment", "sample").out();
        var file = Files.createDirectories(folder.resolve("environments")).resolve("production.yaml");
        var refused = 0;
        for (var seed = 0; seed < TIMES; seed++) {
            Files.writeString(file, MutatedText.of(sample, new Random(seed)));
            try {
                var problems = EnvironmentProblems.of(folder, "production");
                refused += problems.isEmpty() ? 0 : 1;
                assertThat(problems)
                        .as("seed %d", seed)
                        .allMatch(problem -> PLACE.matcher(problem.where()).matches());
            } catch (RuntimeException crash) {
                throw new AssertionError("seed %d".formatted(seed), crash);
            }
        }
        assertThat(refused).isGreaterThan(TIMES / 4);
    }
}
