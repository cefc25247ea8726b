package norn.database.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import norn.database.postgres.DatabaseContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path folder;

    @Test
    void what_others_left_among_the_dumps_is_not_read() throws Exception {
        backup("deployment-1", "2026-12-01T09:00:00Z").write();
        backup("deployment-2", "2026-12-02T09:00:00Z").write();
        Files.writeString(folder.resolve("by-hand.dump.json"), "pg_dump: 17.2");
        Files.writeString(folder.resolve("game-original-deployment-1-b-1.dump.json"), "[]");
        Files.createDirectory(folder.resolve("game-live-deployment-1-x-1.dump.json"));

        assertThat(Backup.newest(folder, "deployment-1", "live").orElseThrow().takenAt())
                .isEqualTo("2026-12-01T09:00:00Z");
    }

    private Backup backup(String deployment, String takenAt) {
        return new Backup(
                Backup.file(folder, "game", "live", deployment, "back-up", 1).toString(),
                "00",
                1,
                "game",
                "live",
                deployment,
                takenAt,
                "17.2",
                "17.2",
                "00",
                new DatabaseContent(Map.of()),
                false);
    }
}
