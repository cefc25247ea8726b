package norn.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import norn.rehearsal.system.Resources;

/** A migration that was applied in place, and the history that says so. */
final class MigrationHistory {
    private static final String FILE = "production/v0.9.0/migrations/000_quests_by_state.sql";

    private MigrationHistory() {}

    /** The statements that make both. */
    static String sql() {
        var migration = Resources.text(FILE);
        return migration
                + Resources.text("production/history.sql").replace("%checksum%", String.valueOf(checksum(migration)));
    }

    /** As Flyway has it: of the lines, without their ends. */
    private static int checksum(String text) {
        var crc = new CRC32();
        text.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }
}
