package norn.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class Pm2ServiceTest {
    private static final String APP = """
        const http = require("http");
        if (require("fs").existsSync("broken")) { setTimeout(() => { console.error("ERROR no table"); process.exit(3); }, 200); }
        http.createServer((request, answer) => answer.end("here")).listen(%d, "127.0.0.1");
        """;

    @TempDir
    private static Path folder;

    private static Pm2Server pm2;

    @TempDir
    Path root;

    private final int port = FreePort.next();
    private final String app = "dashboard.example-" + port;
    private InstallationFixture installation;

    @BeforeAll
    static void a_pm2() throws Exception {
        pm2 = Pm2Server.start(folder.resolve("home"));
    }

    @AfterAll
    static void it_ends() throws Exception {
        pm2.close();
    }

    @BeforeEach
    void a_release_with_an_app() throws Exception {
        installation = InstallationFixture.in(root);
        for (var release : List.of("v0.9.0", "v1.0.0")) {
            Files.writeString(installation.game(release).resolve("server.js"), APP.formatted(port));
            Files.writeString(installation.game(release).resolve("apps.config.js"), """
                module.exports = {apps: [{name: "%s", script: "server.js", cwd: "%s/active/game"}]};
                """.formatted(app, root));
        }
    }

    private ActionHarness harness(List<String> words, String file) {
        return installation.harness(
                "dashboard",
                SettingsText.read(
                        ServiceManager.class,
                        "{manager: pm2, app: %s, pm2: %s, ports: [%d], stable: 1s, startTimeout: 30s%s}",
                        app,
                        words,
                        port,
                        file));
    }

    private ActionHarness harness() {
        return harness(pm2.words(), ", file: game/apps.config.js");
    }

    @Test
    void an_app_is_defined_and_started_from_the_active_release_once_and_stopped() throws Exception {
        var started = harness().run("start-service");

        assertThat(started.outcome()).isEqualTo(Outcome.DONE);
        assertThat(started.values()).containsEntry("dashboard.release", "v1.0.0");
        assertThat(harness().run("start-service").outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(harness().run("stop-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness().run("verify-stopped").summary()).contains("down, ports free");
        assertThat(harness().run("stop-service").outcome()).isEqualTo(Outcome.ALREADY_SO);

        Files.delete(root.resolve("active"));
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v0.9.0"));
        var known = harness(pm2.words(), "");
        assertThat(known.run("start-service").values())
                .as("pm2 knows it, and follows the link")
                .containsEntry("dashboard.release", "v0.9.0");
        assertThat(known.run("stop-service").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void an_app_that_dies_is_not_healthy_because_pm2_starts_it_again() throws Exception {
        Files.writeString(installation.game("v1.0.0").resolve("broken"), "");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness().run("start-service"));

        assertThat(failed.error()).isEqualTo("ServiceDied");
        assertThat(failed).hasMessageContaining("pm2 has started it again").hasMessageContaining("exit code 3");
        try (var files = Files.walk(root.resolve("records"))) {
            assertThat(files.filter(file -> file.endsWith("dashboard-last-lines.txt")))
                    .singleElement()
                    .satisfies(file -> assertThat(file).content().contains("ERROR no table"));
        }
        assertThat(harness().run("stop-service").outcome()).isEqualTo(Outcome.DONE);
        Files.delete(installation.game("v1.0.0").resolve("broken"));
        assertThat(harness().run("start-service").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness().run("stop-service").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void an_app_that_pm2_does_not_know_is_not_taken_for_stopped() {
        for (var action : List.of("start-service", "stop-service", "verify-stopped")) {
            assertThat(catchThrowableOfType(
                            ActionFailed.class, () -> harness(pm2.words(), "").run(action)))
                    .hasMessage("dashboard: pm2 knows no app " + app);
        }
    }

    @Test
    void a_pm2_that_does_not_answer_is_not_taken_for_a_stopped_app() {
        for (var words : List.of(List.of("false"), List.of("echo", "no list"), List.of("/no/such/pm2"))) {
            assertThat(catchThrowableOfType(
                                    ActionFailed.class, () -> harness(words, "").run("verify-stopped"))
                            .error())
                    .isEqualTo("ServiceManagerSilent");
        }
    }
}
