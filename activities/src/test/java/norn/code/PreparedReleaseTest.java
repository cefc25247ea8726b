package norn.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedReleaseTest {
    @TempDir
    Path root;

    @BeforeEach
    void an_active_release() throws IOException {
        Files.createSymbolicLink(root.resolve("active"), release("v1.1.0", 100));
    }

    private Path release(String name, int second) throws IOException {
        var folder = Files.createDirectories(root.resolve("releases").resolve(name));
        Files.setLastModifiedTime(folder, FileTime.from(Instant.ofEpochSecond(second)));
        return folder;
    }

    private CodeSettings settings() {
        return new CodeSettings(
                "/nowhere", root.resolve("releases"), root.resolve("active"), List.of("git"), 0, List.of(), Map.of());
    }

    @Test
    void the_newest_one_beside_the_active_one_is_prepared() throws IOException {
        release("v1.2.0", 300);
        release("v1.1.1", 200);
        release(".v1.3.0.partial", 400);

        assertThat(PreparedRelease.of(settings())).contains("v1.2.0");
    }

    @Test
    void one_that_was_active_before_is_not() throws IOException {
        release("v1.0.0", 50);

        assertThat(PreparedRelease.of(settings())).isEmpty();
    }

    @Test
    void nothing_is_prepared_where_there_is_no_release_at_all() throws IOException {
        Files.delete(root.resolve("active"));

        assertThat(PreparedRelease.of(settings())).isEmpty();
    }
}
