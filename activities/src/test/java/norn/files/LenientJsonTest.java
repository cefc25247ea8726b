package norn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LenientJsonTest {
    record Saved(String name, Instant at, Duration took) {}

    @TempDir
    Path folder;

    @Test
    void what_was_saved_is_read_back() {
        var saved = new Saved("copy", Instant.parse("2026-12-01T09:00:00Z"), Duration.ofSeconds(90));
        var file = folder.resolve("saved.json");

        LenientJson.write(file, saved);

        assertThat(LenientJson.read(file, Saved.class)).contains(saved);
        assertThat(LenientJson.line(saved))
                .isEqualTo("{\"name\":\"copy\",\"at\":\"2026-12-01T09:00:00Z\",\"took\":\"PT1M30S\"}");
    }

    @Test
    void a_field_of_a_newer_version_is_ignored() throws Exception {
        var file = folder.resolve("saved.json");
        Files.writeString(file, "{\"name\": \"copy\", \"colour\": \"blue\"}");

        assertThat(LenientJson.read(file, Saved.class).orElseThrow().name()).isEqualTo("copy");
    }

    @Test
    void a_missing_file_is_nothing_and_an_unreadable_one_a_failure() throws Exception {
        var file = folder.resolve("saved.json");
        assertThat(LenientJson.read(file, Saved.class)).isEmpty();

        Files.writeString(file, "{\"name\": ");

        assertThatThrownBy(() -> LenientJson.read(file, Saved.class))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot read " + file);
    }
}
