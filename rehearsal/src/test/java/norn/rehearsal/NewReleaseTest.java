package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment, and its rollback, by hand. */
class NewReleaseTest {
    @TempDir
    private Path directory;

    @Test
    void the_new_release_serves_on_the_migrated_copy_and_the_old_one_on_the_original() throws Exception {
        World world = World.create(
                directory.resolve("world"),
                WorldOptions.standard().withSizeGb(0.02).withPlayers(4),
                line -> {});
        try {
            Play play = new Play(world);
            Path release = play.checkOutNew();
            play.build(release);
            await().until(() -> world.ledger().entries().size() > 20);
            play.door(true);
            play.gmctl("kick");
            play.stopServices();

            play.activate(release);
            refuses_the_old_schema(world);
            copy_and_migrate(play, release);
            world.start();

            assertThat(play.get(World.AI_SERVICE, "/api/v1/admin/info").body()).contains("\"release\":\"v1.0.0\"");
            assertThat(play.get(World.AI_SERVICE, "/api/v1/world/problems").body())
                    .contains("\"status\":\"open\"");
            assertThat(play.get(World.AI_SERVICE, "/api/v1/world/agents/status").body())
                    .contains("\"active\":21");
            assertThat(play.get(World.DASHBOARD, "/modules/problems").statusCode())
                    .isEqualTo(200);
            assertThat(play.playtest()).contains("ok   find it again");
            play.door(false);
            await().until(() -> writesOf(world, "v1.0.0") > 20);
            assertThat(play.get(World.AI_SERVICE, "/api/v1/world/agents/status").body())
                    .contains("\"active\":21");
            assertThat(world.compareLedger().lost()).isZero();

            play.door(true);
            play.gmctl("kick");
            play.stopServices();
            play.superuser(
                    "ALTER DATABASE ai_world_memory RENAME TO ai_world_memory__bad_1",
                    "ALTER DATABASE ai_world_memory__prev_1 RENAME TO ai_world_memory");
            play.activate(world.description().releases().resolve("v0.9.0"));
            world.start();

            LedgerComparison comparison = world.compareLedger();
            assertThat(comparison.lost()).isZero();
            assertThat(comparison.setAside()).isEqualTo((int) writesOf(world, "v1.0.0"));
            assertThat(comparison.setAsideIn()).containsOnlyKeys("ai_world_memory__bad_1");
            assertThat(comparison.kept()).isEqualTo((int) writesOf(world, "v0.9.0"));
            old_release_cannot_write_on_the_new_schema(play);
        } finally {
            world.destroy();
        }
    }

    private static void refuses_the_old_schema(World world) throws IOException {
        assertThatThrownBy(world::start)
                .isInstanceOf(WorldFailure.class)
                .hasMessageContaining("the process ended")
                .hasMessageContaining(
                        "the schema is older than this release needs: zones is missing. Apply migrations 001 to 016 first");
        new Play(world).stopServices();
    }

    private static void copy_and_migrate(Play play, Path release) throws SQLException, IOException {
        play.superuser(
                "ALTER DATABASE ai_world_memory RENAME TO ai_world_memory__prev_1",
                "CREATE DATABASE ai_world_memory TEMPLATE ai_world_memory__prev_1 OWNER ai_world_user STRATEGY file_copy");
        play.migrate(release, "ai_world_memory");
    }

    /** Why rolling back the code alone is not enough here. */
    private static void old_release_cannot_write_on_the_new_schema(Play play) throws Exception {
        play.stopServices();
        play.superuser(
                "ALTER DATABASE ai_world_memory RENAME TO ai_world_memory__prev_1",
                "ALTER DATABASE ai_world_memory__bad_1 RENAME TO ai_world_memory");
        play.world.start();
        assertThatThrownBy(play::playtest).hasMessageContaining("FAIL do something: FAILED");
        assertThat(Files.readString(
                        World.service(play.description, World.AI_SERVICE).logFile()))
                .contains("column \"zone\" of relation \"players\" does not exist");
    }

    private static long writesOf(World world, String release) {
        return world.ledger().entries().stream()
                .filter(entry -> entry.release().equals(release))
                .count();
    }
}
