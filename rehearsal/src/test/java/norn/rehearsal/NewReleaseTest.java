package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import norn.rehearsal.system.SandboxFailure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment, and its rollback, without Norn. */
@Tag("server")
class NewReleaseTest {
    @TempDir
    private Path directory;

    @Test
    void the_new_release_serves_on_the_migrated_copy_and_the_old_one_on_the_original() throws Exception {
        var sandbox = Sandbox.create(
                directory.resolve("sandbox"),
                SandboxOptions.standard().withSizeGb(0.02).withPlayers(4),
                line -> {});
        try {
            var manual = new ManualDeployment(sandbox);
            var release = manual.checkOutNew();
            manual.build(release);
            await().until(() -> sandbox.ledger().entries().size() > 20);
            manual.setMaintenanceMode(true);
            manual.gmctl("kick");
            manual.stopServices();

            manual.activate(release);
            refuses_the_old_schema(sandbox);
            copy_and_migrate(manual, release);
            sandbox.start();

            assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/admin/info").body())
                    .contains("\"release\":\"v1.0.0\"");
            assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/world/problems").body())
                    .contains("\"status\":\"open\"");
            assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/world/agents/status")
                            .body())
                    .contains("\"active\":21");
            assertThat(manual.get(Sandbox.DASHBOARD, "/modules/problems").statusCode())
                    .isEqualTo(200);
            assertThat(manual.playtest()).contains("ok   find it again");
            manual.setMaintenanceMode(false);
            await().until(() -> writesOf(sandbox, "v1.0.0") > 20);
            assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/world/agents/status")
                            .body())
                    .contains("\"active\":21");
            assertThat(sandbox.compareLedger().lost()).isZero();

            manual.setMaintenanceMode(true);
            manual.gmctl("kick");
            manual.stopServices();
            manual.superuser(
                    "ALTER DATABASE ai_world_memory RENAME TO ai_world_memory__bad_1",
                    "ALTER DATABASE ai_world_memory__prev_1 RENAME TO ai_world_memory");
            manual.activate(sandbox.description().releases().resolve("v0.9.0"));
            sandbox.start();

            var comparison = sandbox.compareLedger();
            assertThat(comparison.lost()).isZero();
            assertThat(comparison.setAside()).isEqualTo((int) writesOf(sandbox, "v1.0.0"));
            assertThat(comparison.setAsideIn()).containsOnlyKeys("ai_world_memory__bad_1");
            assertThat(comparison.live()).isEqualTo((int) writesOf(sandbox, "v0.9.0"));
            old_release_cannot_write_on_the_new_schema(manual);
        } finally {
            sandbox.destroy();
        }
    }

    private static void refuses_the_old_schema(Sandbox sandbox) throws IOException {
        assertThatThrownBy(sandbox::start)
                .isInstanceOf(SandboxFailure.class)
                .hasMessageContaining("the process ended")
                .hasMessageContaining(
                        "the schema is older than this release needs: zones is missing. Apply migrations 001 to 016 first");
        new ManualDeployment(sandbox).stopServices();
    }

    private static void copy_and_migrate(ManualDeployment manual, Path release) throws SQLException, IOException {
        manual.superuser(
                "ALTER DATABASE ai_world_memory RENAME TO ai_world_memory__prev_1",
                "CREATE DATABASE ai_world_memory TEMPLATE ai_world_memory__prev_1 OWNER ai_world_user STRATEGY file_copy");
        manual.migrate(release, "ai_world_memory");
    }

    /** Why rolling back the code alone is not enough here. */
    private static void old_release_cannot_write_on_the_new_schema(ManualDeployment manual) throws Exception {
        manual.stopServices();
        manual.superuser(
                "ALTER DATABASE ai_world_memory RENAME TO ai_world_memory__prev_1",
                "ALTER DATABASE ai_world_memory__bad_1 RENAME TO ai_world_memory");
        manual.sandbox.start();
        assertThatThrownBy(manual::playtest).hasMessageContaining("FAIL do something: FAILED");
        assertThat(Files.readString(
                        Sandbox.service(manual.description, Sandbox.AI_SERVICE).logFile()))
                .contains("column \"zone\" of relation \"players\" does not exist");
    }

    private static long writesOf(Sandbox sandbox, String release) {
        return sandbox.ledger().entries().stream()
                .filter(entry -> entry.release().equals(release))
                .count();
    }
}
