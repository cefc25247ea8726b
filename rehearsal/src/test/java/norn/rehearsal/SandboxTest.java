package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class SandboxTest {
    @TempDir
    private static Path directory;

    private static Sandbox sandbox;
    private static ManualDeployment manual;

    @BeforeAll
    static void create() {
        sandbox = Sandbox.create(directory.resolve("sandbox"), SandboxOptions.standard(), line -> {});
        manual = new ManualDeployment(sandbox);
    }

    @AfterAll
    static void destroy() throws IOException {
        sandbox.destroy();
    }

    @Test
    void ai_service_answers_as_the_real_one_does() throws Exception {
        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/health").body())
                .startsWith(
                        "{\"status\":\"healthy\",\"service\":\"ai-service\",\"version\":\"1.0.0\",\"timestamp\":\"");
        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/world/agents/status")
                        .body()
                        .split("\"status\":\"active\"", -1))
                .hasSize(22);
        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/admin/llm-costs").body())
                .contains("\"daily_cost_usd\":10.6");
        assertThat(manual.get(Sandbox.AI_SERVICE, "/metrics").body())
                .contains("db_pool_connections_max 10.0", "agents_active 21.0");
        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/world/state").body()).contains("\"npcs\":1500");
        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/world/problems").statusCode())
                .isEqualTo(404);
    }

    @Test
    void every_service_says_which_release_it_is_from() throws Exception {
        assertThat(manual.get(Sandbox.AI_SERVICE, "/api/v1/admin/info").body())
                .contains(
                        "\"release\":\"v0.9.0\"",
                        description().releases().resolve("v0.9.0").toString());
        assertThat(manual.get(Sandbox.DASHBOARD, "/api/health").headers().firstValue("X-Release"))
                .contains("v0.9.0");
        assertThat(Path.of("/proc", pid(Sandbox.GAME_SERVERS), "cwd").toRealPath())
                .isEqualTo(description().active().toRealPath());
    }

    @Test
    void a_story_is_generated_once_and_costs_money() throws Exception {
        assertThat(manual.post(Sandbox.AI_SERVICE, "/api/v1/storyline/generate", "")
                        .statusCode())
                .isEqualTo(422);
        assertThat(manual.post(Sandbox.AI_SERVICE, "/api/v1/storyline/generate", "{}")
                        .body())
                .contains("\"success\":true");
        assertThat(manual.post(Sandbox.AI_SERVICE, "/api/v1/storyline/generate", "{}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void web_socket_answers_a_ping() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(Sandbox.service(description(), Sandbox.AI_SERVICE)
                                        .url()
                                        .replace("http", "ws") + "/ws"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                answer.complete(text.toString());
                                return CompletableFuture.completedFuture(null);
                            }
                        })
                .get(5, TimeUnit.SECONDS);

        socket.sendText("{\"type\":\"ping\"}", true).get(5, TimeUnit.SECONDS);

        assertThat(answer.get(5, TimeUnit.SECONDS)).contains("\"type\":\"pong\"", "\"release\":\"v0.9.0\"");
        socket.abort();
    }

    @Test
    void dashboard_loads_every_module() throws Exception {
        var modules = manual.get(Sandbox.DASHBOARD, "/api/modules").body();
        assertThat(modules)
                .isEqualTo("{\"modules\":[\"agents\",\"costs\",\"health\",\"release\",\"story\",\"world\"]}");
        for (var module : new String[] {"agents", "costs", "health", "release", "story", "world"}) {
            assertThat(manual.get(Sandbox.DASHBOARD, "/modules/" + module).statusCode())
                    .as(module)
                    .isEqualTo(200);
        }
    }

    @Test
    void players_play_and_their_ledger_agrees_with_the_database() {
        await().until(() -> sandbox.ledger().entries().size() > 20);

        var comparison = sandbox.compareLedger();

        assertThat(comparison.lost()).isZero();
        assertThat(comparison.setAside()).isZero();
        assertThat(comparison.live()).isGreaterThan(20);
        assertThat(sandbox.ledger().entries())
                .allSatisfy(entry -> assertThat(entry.release()).isEqualTo("v0.9.0"));
    }

    @Test
    void a_player_can_be_played_through() {
        assertThat(manual.playtest()).isEqualTo("""
                ok   log in
                ok   choose a character
                ok   enter the world
                ok   do something
                ok   find it again""");
    }

    @Test
    void secrets_are_for_the_owner_only() throws IOException {
        for (var file : new Path[] {
            directory.resolve("sandbox/sandbox.json"),
            description().settings().get(0).from()
        }) {
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
    }

    @Test
    void a_later_process_finds_the_same_sandbox() {
        assertThat(Sandbox.open(directory.resolve("sandbox")).description()).isEqualTo(description());
    }

    private static SandboxDescription description() {
        return sandbox.description();
    }

    private static String pid(String service) throws IOException {
        return Files.readString(Sandbox.service(description(), service).pidFile())
                .split(" ", -1)[0];
    }
}
