package norn.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a rollback does first, on a host whose volume of records is full, or cannot be written at all: in a process with a small volume
 * of its own, which it fills.
 */
class FullVolumeTest {
    private static final String SCRIPT = "mount -t tmpfs -o size=256k tmpfs \"$0\" && exec \"$@\"";

    @TempDir
    Path root;

    private final FakeWebServer web = new FakeWebServer();

    @BeforeEach
    void a_receiver_of_notices() throws Exception {
        web.page("/hook", 200, "");
        Files.createDirectories(root.resolve("records"));
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void the_fence_is_raised_people_are_paged_and_users_are_shut_out_and_let_in_on_a_full_volume() throws Exception {
        assertThat(run("full")).isEqualTo("""
            fence 2, saved as 2 the rollback
            act: acted
            announce: stakeholders notified through 1 channel: operational
            enable-maintenance: maintenance mode is on, closed=yes
            disable-maintenance: maintenance mode is off, closed=no
            rolled back: recorded true
            """);
        assertThat(web.requests()).hasSize(1);
    }

    @Test
    void the_same_goes_on_a_volume_that_cannot_be_written() throws Exception {
        assertThat(run("read-only")).isEqualTo("""
            fence 2, saved as 1 the day
            act: acted
            announce: stakeholders notified through 1 channel: operational
            enable-maintenance: maintenance mode is on, closed=yes
            disable-maintenance: maintenance mode is off, closed=no
            rolled back: not recorded
            """);
    }

    private String run(String volume) throws Exception {
        var words = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        if (!"root".equals(System.getProperty("user.name"))) {
            words.add("--map-root-user");
        }
        words.addAll(List.of("sh", "-c", SCRIPT, root.resolve("records").toString()));
        words.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FullVolumeWorker.class.getName(),
                root.toString(),
                web.url("/hook"),
                volume));
        var errors = root.resolve("errors.txt");
        var process = new ProcessBuilder(words).redirectError(errors.toFile()).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output + Files.readString(errors)).isZero();
        return output;
    }
}
