package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.rehearsal.postgres.PostgresPrograms;
import norn.rehearsal.system.Checksums;
import norn.rehearsal.system.Resources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class LedgerTest {
    private static final String HASH_OF_HISTORY_1 = Checksums.ofText("{\"n\":1}");

    @TempDir
    private Path directory;

    @Test
    void every_write_is_live_set_aside_or_lost() throws Exception {
        var root = directory.resolve("sandbox");
        var programs = PostgresPrograms.find(directory, line -> {});
        var description = SandboxLayout.describe(root, SandboxOptions.standard().withSizeGb(0.02), programs, null);
        Files.createDirectories(description.run());
        Files.createDirectories(description.logs());
        var server = new DatabaseServer(description);
        var sandbox = new Sandbox(description);
        try {
            server.initialize();
            server.start();
            server.load(
                    Resources.text("repository/v0.9.0/schema/schema.sql"),
                    SandboxOptions.standard().withSizeGb(0.02));
            var manual = new ManualDeployment(sandbox);
            manual.superuser("CREATE DATABASE ai_world_memory__bad_7 TEMPLATE ai_world_memory ALLOW_CONNECTIONS false");
            try (var connection = manual.connect("ai_world_memory");
                    var statement = connection.createStatement()) {
                statement.execute("DELETE FROM player_actions WHERE write_id IN ('history-2', 'history-3')");
                statement.execute("UPDATE player_actions SET payload = 'spoilt' WHERE write_id = 'history-4'");
            }
            List<LedgerEntry> entries = new ArrayList<>();
            for (var i : new int[] {1, 2, 4}) {
                entries.add(entry("history-" + i, Checksums.ofText("{\"n\":" + i + "}")));
            }
            entries.add(entry("history-3", HASH_OF_HISTORY_1));
            entries.add(entry("never", HASH_OF_HISTORY_1));

            var comparison = LedgerComparison.compare(entries, description.database());

            assertThat(comparison.total()).isEqualTo(5);
            assertThat(comparison.live()).isEqualTo(1);
            assertThat(comparison.setAsideIn()).isEqualTo(Map.of("ai_world_memory__bad_7", 2));
            assertThat(comparison.lostIds()).containsExactly("history-3", "never");
            assertThat(comparison.unreadable()).isEmpty();
            assertThatThrownBy(() -> manual.connect("ai_world_memory__bad_7").close())
                    .hasMessageContaining("not currently accepting connections");
        } finally {
            sandbox.destroy();
        }
    }

    @Test
    void a_line_that_was_cut_off_counts_for_nothing() throws IOException {
        var file = directory.resolve("ledger.jsonl");
        Files.writeString(file, """
            {"id":"a","player":"player1","at":"2026-11-24T03:51:18Z","release":"v0.9.0","hash":"00"}
            {"id":"b","player":"pla\
            """);

        assertThat(new Ledger(file).entries())
                .containsExactly(
                        new LedgerEntry("a", "player1", Instant.parse("2026-11-24T03:51:18Z"), "v0.9.0", "00"));
    }

    private static LedgerEntry entry(String id, String hash) {
        return new LedgerEntry(id, "player1", Instant.EPOCH, "v0.9.0", hash);
    }
}
