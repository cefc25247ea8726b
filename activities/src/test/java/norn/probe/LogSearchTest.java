package norn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import norn.probe.LogLines.TooMuchWritten;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that is read part by part, from its end to some moment. */
class LogSearchTest {
    private static final Instant BEGIN = Instant.parse("2026-11-26T06:00:00Z");
    private static final int WHOLE = 1 << 20;

    @TempDir
    private Path folder;

    private Path log(String text) throws IOException {
        return Files.writeString(folder.resolve("app.log"), text);
    }

    private static List<List<String>> parts(Path log, Instant since, int partBytes, long mostBytes) throws IOException {
        var parts = new ArrayDeque<List<String>>();
        new LogSearch(log, since, partBytes, mostBytes).newestFirst(parts::addFirst);
        return List.copyOf(parts);
    }

    private static List<String> found(Path log, Instant since, int partBytes) throws IOException {
        return parts(log, since, partBytes, WHOLE).stream()
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void part_by_part_the_same_is_found_as_at_once(long seed) throws IOException {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (var i = 0; i < 200; i++) {
            var at = BEGIN.plusSeconds(i);
            lines.add("%s line %d%s".formatted(at, i, "ä".repeat(random.nextInt(40))));
            for (var j = random.nextInt(4); j > 1; j--) {
                lines.add("  at %d of %d".formatted(j, i));
            }
        }
        var log = log(String.join("\n", lines) + "\n");

        for (var partBytes : List.of(300, 700, 5_000)) {
            for (var second : List.of(-5, 0, 1, 60, 150, 199, 500)) {
                var since = BEGIN.plusSeconds(second);
                assertThat(found(log, since, partBytes))
                        .as("%d bytes at once, since %s", partBytes, since)
                        .isEqualTo(found(log, since, WHOLE));
            }
        }
        assertThat(parts(log, BEGIN, 300, WHOLE)).hasSizeGreaterThan(20);
    }

    @Test
    void a_line_without_a_time_belongs_to_the_one_before_it_in_another_part() throws IOException {
        var log = log("%s old%n%s%s new%n".formatted(BEGIN, "  of the old one\n".repeat(5), BEGIN.plusSeconds(9)));

        assertThat(found(log, BEGIN.plusSeconds(5), 80)).containsExactly(BEGIN.plusSeconds(9) + " new");
    }

    @Test
    void lines_without_a_time_that_fill_a_part_count() throws IOException {
        var log = log("%s old%n%s%s new%n".formatted(BEGIN, "  of the old one\n".repeat(20), BEGIN.plusSeconds(9)));

        assertThat(found(log, BEGIN.plusSeconds(5), 80))
                .contains("  of the old one")
                .doesNotContain(BEGIN + " old")
                .endsWith(BEGIN.plusSeconds(9) + " new");
    }

    @Test
    void of_times_without_a_date_those_of_the_day_before_are_known_by_those_after_them() throws IOException {
        var text = new StringBuilder();
        for (var hour : List.of(20, 21, 22, 23, 0, 1, 2)) {
            text.append("[%02d:00:00] %s%n".formatted(hour, "x".repeat(60)));
        }
        var log = log(text.toString());
        Files.setLastModifiedTime(
                log,
                FileTime.from(LocalDateTime.parse("2026-11-26T02:00:01")
                        .atZone(ZoneId.systemDefault())
                        .toInstant()));
        var since = LocalDateTime.parse("2026-11-25T21:30:00")
                .atZone(ZoneId.systemDefault())
                .toInstant();

        assertThat(found(log, since, 150)).hasSize(5).isEqualTo(found(log, since, WHOLE));
    }

    @Test
    void of_a_log_without_times_the_end_counts() throws IOException {
        assertThat(found(log("ERROR one\nERROR two\nERROR three\n"), BEGIN, 20)).containsExactly("ERROR three");
    }

    @Test
    void what_was_cut_off_below_a_program_that_goes_on_is_no_line() throws IOException {
        var log = log("\0".repeat(5_000) + "%s ERROR%n%s ERROR%n".formatted(BEGIN, BEGIN.plusSeconds(1)));

        assertThat(found(log, BEGIN, 100)).hasSize(2);
    }

    @Test
    void more_than_is_read_is_unknown() throws IOException {
        var log = log("%s line%n".formatted(BEGIN).repeat(100));

        assertThatThrownBy(() -> parts(log, BEGIN, 300, 1_000)).isInstanceOf(TooMuchWritten.class);
        assertThat(parts(log, BEGIN.plusSeconds(1), 300, 1_000)).containsExactly(List.of());
        var line = log("%s %s%n%s end%n".formatted(BEGIN, "x".repeat(900), BEGIN));
        assertThatThrownBy(() -> parts(line, BEGIN, 300, 10_000)).isInstanceOf(TooMuchWritten.class);
    }
}
