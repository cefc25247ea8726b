package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookWriterTest {
    @TempDir
    private Path folder;

    @Test
    void a_written_runbook_is_read_as_the_same() throws IOException {
        var loaded = new Catalog(null, Map.of()).builtIn(Catalog.DEFAULT);
        var file = folder.resolve("runbooks/mine.yaml");
        Files.createDirectories(file.getParent());

        Files.writeString(file, RunbookWriter.write(loaded));

        var again = new Catalog(folder, Map.of()).runbook("mine");
        assertThat(again.runbook()).isEqualTo(loaded.runbook());
        assertThat(again.thresholds()).isEqualTo(loaded.thresholds());
        assertThat(again.checklist()).isEqualTo(loaded.checklist());
    }

    @Test
    void the_built_in_files_can_be_copied_and_read_from_a_folder() throws IOException {
        var mine = folder.resolve("runbooks/mine");
        Files.createDirectories(mine);

        for (var file : Catalog.builtInFiles(Catalog.DEFAULT).entrySet()) {
            Files.writeString(mine.resolve(file.getKey()), file.getValue());
        }

        var loaded = new Catalog(folder, Map.of()).runbook("mine");
        assertThat(loaded.runbook())
                .isEqualTo(new Catalog(null, Map.of()).builtIn(Catalog.DEFAULT).runbook());
    }
}
