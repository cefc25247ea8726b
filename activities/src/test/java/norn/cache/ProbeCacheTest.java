package norn.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

@Tag("server")
class ProbeCacheTest {
    private static final String PASSWORD = "cache-c4n4ry-password";

    private static final Duration LIMIT = Duration.ofSeconds(3);

    @TempDir
    Path records;

    private static RedisServer server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("requirepass " + PASSWORD)
                .setting("user norn on >" + PASSWORD + " ~norn:* +ping +set +get +del")
                .setting("user reader on >" + PASSWORD + " ~* +ping +get")
                .build();
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void a_cache_that_answers_returns_a_value_and_is_left_as_it_was() {
        var harness = harness(port, PASSWORD);

        assertThat(harness.run("probe-cache").summary()).isEqualTo("the cache answers, and returns what was written");
        assertThat(harness.run("probe-cache").values())
                .containsEntry("keys", 0L)
                .containsKey("version");
    }

    @Test
    void a_wrong_password_is_reported_without_it() {
        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness(port, "wrong-c4n4ry").run("probe-cache"));

        assertThat(failed.error()).isEqualTo("CacheUnreachable");
        assertThat(failed.getMessage()).contains("WRONGPASS").doesNotContain("c4n4ry");
    }

    @Test
    void a_user_by_name_needs_no_more_rights_than_it_is_said_to() {
        var probed = harness("norn").run("probe-cache");

        assertThat(probed.summary()).isEqualTo("the cache answers, and returns what was written");
        assertThat(probed.values()).doesNotContainKeys("keys", "version").containsKey("milliseconds");
    }

    @Test
    void a_user_that_lacks_a_right_is_no_cache_that_does_not_run() {
        var failed =
                catchThrowableOfType(ActionFailed.class, () -> harness("reader").run("probe-cache"));

        assertThat(failed.error()).isEqualTo("NotAllowed");
        assertThat(failed).hasMessageContaining("NOPERM");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void a_cache_that_is_not_there_is_reported() throws Exception {
        int nobody;
        try (var free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }

        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness(nobody, PASSWORD).run("probe-cache"));

        assertThat(failed.getMessage()).contains("redis://127.0.0.1:" + nobody, "refused");
        assertThat(failed.retryable()).isTrue();
    }

    private ActionHarness harness(int at, String password) {
        return harness(new CacheSettings("redis://127.0.0.1:" + at, null, "cachePassword", LIMIT), password);
    }

    private ActionHarness harness(String user) {
        return harness(new CacheSettings("redis://127.0.0.1:" + port, user, "cachePassword", LIMIT), PASSWORD);
    }

    private ActionHarness harness(CacheSettings settings, String password) {
        return new ActionHarness(records, Map.of("cachePassword", password), List.of(settings), "x = 1\n");
    }
}
