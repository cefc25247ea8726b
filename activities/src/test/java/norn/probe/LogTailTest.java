package norn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.limit.Limits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that is written, renamed and cut off between two looks. */
class LogTailTest {
    @TempDir
    private Path folder;

    private Path log;
    private LogTail tail;

    @BeforeEach
    void a_log_that_was_looked_at() throws IOException {
        log = Files.writeString(folder.resolve("app.log"), "old\n");
        tail = LogTail.begin(log);
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> next() throws IOException {
        tail = LogTail.since(log, tail.file(), tail.end());
        return tail.lines();
    }

    @Test
    void a_half_written_line_counts_once_it_is_whole() throws IOException {
        write("2026 ER");
        assertThat(next()).isEmpty();

        write("ROR broken\nnext\n");
        assertThat(next()).containsExactly("2026 ERROR broken", "next");
        assertThat(next()).isEmpty();
    }

    @Test
    void a_line_that_is_half_written_at_the_first_look_is_read_whole_at_the_next() throws IOException {
        write("2026 ER");
        tail = LogTail.begin(log);

        write("ROR broken\n");
        assertThat(next()).containsExactly("2026 ERROR broken");
    }

    @Test
    void what_was_written_before_the_log_was_renamed_counts_too() throws IOException {
        write("before\n");
        Files.move(log, folder.resolve("app.log.1"));
        write("after, in a file that is longer than the one before\n");

        assertThat(next()).containsExactly("before", "after, in a file that is longer than the one before");
    }

    @Test
    void a_log_that_was_copied_and_cut_off_is_read_from_its_beginning() throws IOException {
        write("before\n");
        assertThat(next()).containsExactly("before");
        Files.writeString(log, "new\n", StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(next()).containsExactly("new");
    }

    @Test
    void colours_are_no_part_of_a_line() throws IOException {
        write("2026 \u001b[38:5:196mERROR\u001b[0m boom \u001b]8;;http://x\u0007link\u001b]8;;\u0007\n");

        assertThat(next()).containsExactly("2026 ERROR boom link");
    }

    @Test
    void a_log_that_was_cut_off_and_has_grown_beyond_where_it_was_is_read_from_its_beginning() throws IOException {
        Files.writeString(log, "ERROR right after it was cut off\n", StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(next()).containsExactly("ERROR right after it was cut off");
    }

    @Test
    void a_log_that_was_renamed_to_whatever_name_is_read_to_its_end() throws IOException {
        write("before\n");
        Files.move(log, folder.resolve("2026-11-26.app"));
        write("after\n");

        assertThat(next()).containsExactly("before", "after");
    }

    @Test
    void what_a_program_leaves_empty_that_writes_on_where_it_was_hides_no_line() throws IOException {
        Files.write(log, new byte[0]);
        tail = LogTail.begin(log);
        Files.write(log, new byte[100_000]);
        write("2026 ERROR broken\n");

        assertThat(next()).containsExactly("2026 ERROR broken");
    }

    @Test
    void that_a_log_is_gone_with_what_was_written_to_it_is_said() throws IOException {
        var ofNoFile = -1;
        Files.writeString(log, "after\n", StandardOpenOption.TRUNCATE_EXISTING);

        tail = LogTail.since(log, ofNoFile, tail.end());

        assertThat(tail.lines()).containsExactly("after");
        assertThat(tail.problems())
                .singleElement()
                .asString()
                .contains("app.log was replaced since the last look, and the file before is gone");
        assertThat(LogTail.since(log, tail.file(), tail.end()).problems()).isEmpty();
    }

    @Test
    void that_a_log_is_gone_is_said_also_where_there_is_more_in_the_new_one_than_is_read() throws IOException {
        var ofNoFile = -1;
        write(("x".repeat(9_999) + "\n").repeat(Limits.LOG_BYTES / 10_000 + 2));

        assertThat(LogTail.since(log, ofNoFile, tail.end()).problems())
                .satisfiesExactly(
                        gone -> assertThat(gone).contains("app.log was replaced since the last look"),
                        cut -> assertThat(cut).contains("only the newest of it is counted"));
    }

    @Test
    void that_more_was_written_to_a_log_before_it_was_renamed_than_is_read_is_said() throws IOException {
        write(("x".repeat(9_999) + "\n").repeat(Limits.LOG_BYTES / 10_000 + 2));
        Files.move(log, folder.resolve("app.log.1"));
        write("after\n");

        assertThat(LogTail.since(log, tail.file(), tail.end()).problems())
                .containsExactly(
                        folder.resolve("app.log.1") + " is written to so much that only the newest of it is counted");
    }

    /** Whatever the two threads interrupt each other at, no line counts twice, and none is lost. */
    @Test
    void a_log_that_is_renamed_while_it_is_looked_at_counts_once() throws Exception {
        for (var round = 0; round < 300; round++) {
            var old = folder.resolve("app.log." + round);
            write("last of %d\n".formatted(round));
            var rotation = new Thread(() -> {
                try {
                    Files.move(log, old);
                    Files.writeString(log, "first after it, and longer\n");
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            rotation.start();
            var counted = new ArrayList<String>();
            while (rotation.isAlive()) {
                counted.addAll(nextOrNothing());
            }
            rotation.join();
            counted.addAll(next());

            assertThat(counted).containsExactly("last of " + round, "first after it, and longer");
        }
    }

    /** While the log has no name nothing is known, and the next look is from where the one before ended. */
    private List<String> nextOrNothing() {
        try {
            return next();
        } catch (IOException unknown) {
            return List.of();
        }
    }

    @Test
    void that_more_was_written_than_is_read_is_said() throws IOException {
        write(("x".repeat(9_999) + "\n").repeat(Limits.LOG_BYTES / 10_000 + 2));

        assertThat(LogTail.since(log, tail.file(), tail.end()).problems())
                .containsExactly(log + " is written to so much that only the newest of it is counted");
    }

    @Test
    void of_a_log_that_has_more_than_is_read_since_then_the_rest_is_unknown() throws IOException {
        write(("2026-11-26 07:59:00 " + "x".repeat(9_999) + "\n").repeat(Limits.LOG_BYTES / 10_000 + 2));

        assertThat(LogLines.since(log, Instant.parse("2026-11-26T07:59:30Z"))).isEmpty();
        assertThatThrownBy(() -> LogLines.since(log, Instant.parse("2026-11-26T07:58:00Z")))
                .isInstanceOf(IOException.class)
                .hasMessage("more than 16 MB were written to it since 2026-11-26T07:58:00Z, and what is missing of them"
                        + " is unknown");
    }

    @Test
    @Timeout(20)
    void a_pipe_is_no_log_and_nobody_waits_for_it() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> LogLines.since(pipe, Instant.EPOCH))
                .hasMessage("it is no file, but a folder, a device or a pipe");
        assertThatThrownBy(() -> LogTail.begin(pipe)).hasMessage("it is no file, but a folder, a device or a pipe");
    }
}
