package norn.action.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostLockTest {
    @TempDir
    Path root;

    /** Another process, which says whether it got the lock. */
    static final class Other {
        private Other() {}

        public static void main(String[] words) {
            var file = Path.of(words[0]);
            System.out.print(
                    HostLock.tryAcquire(file, false).isPresent()
                            ? "taken"
                            : "refused: " + HostLock.noted(file).orElse("nobody"));
        }
    }

    private static String other(Path file) throws Exception {
        var process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private void assertHeldByOne(Path file) throws Exception {
        var lock = HostLock.tryAcquire(file, false).orElseThrow();
        lock.note("the first");

        assertThat(other(file)).isEqualTo("refused: the first");
        assertThat(HostLock.tryAcquire(file, false)).isEmpty();
        lock.close();
        assertThat(other(file)).isEqualTo("taken");
    }

    @Test
    void one_process_has_it_and_is_named() throws Exception {
        assertHeldByOne(root.resolve("records/rollback.lock"));
    }

    /** No file can be made below a file: as on a volume that is full or can only be read. */
    @Test
    void where_its_file_cannot_be_made_one_elsewhere_holds_among_processes_too() throws Exception {
        assertHeldByOne(Files.writeString(root.resolve("records"), "").resolve("rollback.lock"));
    }

    @Test
    void what_stood_for_it_holds_also_once_its_file_can_be_made_again() throws Exception {
        var records = Files.writeString(root.resolve("records"), "");
        var file = records.resolve("rollback.lock");
        var lock = HostLock.tryAcquire(file, false).orElseThrow();
        lock.note("the first");

        Files.delete(records);
        assertThat(other(file)).isEqualTo("refused: the first");

        lock.close();
        assertThat(other(file)).isEqualTo("taken");
    }
}
