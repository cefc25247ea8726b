package norn.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.code.CodeSettings;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path root;

    private Path release;

    @BeforeEach
    void a_release() throws Exception {
        release = Files.createDirectories(root.resolve("releases/v1.0.0"));
        Files.writeString(
                root.resolve("template.env"),
                "# keys\nDATABASE_URL=postgresql://u:p@127.0.0.1:1/db\nexport OPENAI_API_KEY=your_key_here\nMODE=a\n");
    }

    private ActionHarness harness(Map<String, String> set, Map<String, String> secrets, List<String> connections) {
        var file = new ConfigurationSettings.ConfigurationFile(
                "ai-service",
                root.resolve("template.env").toString(),
                "ai/.env",
                "600",
                "=",
                List.of("DATABASE_URL", "OPENAI_API_KEY"),
                set,
                secrets,
                connections);
        return new ActionHarness(
                root.resolve("records"),
                Map.of("openAiKey", "sk-real-0123456789"),
                List.of(code(), new ConfigurationSettings(Map.of("ai", file))),
                "");
    }

    private CodeSettings code() {
        return new CodeSettings(
                "/nowhere", root.resolve("releases"), root.resolve("active"), List.of("git"), 5, List.of(), Map.of());
    }

    @Test
    void a_file_is_completed_and_nobody_else_may_read_it() throws Exception {
        var harness =
                harness(Map.of("LLM_OPTIMIZATION_MODE", "balanced"), Map.of("OPENAI_API_KEY", "openAiKey"), List.of());

        var evidence = harness.run("configure");

        var file = release.resolve("ai/.env");
        assertThat(file)
                .hasContent("# keys\nDATABASE_URL=postgresql://u:p@127.0.0.1:1/db\n"
                        + "export OPENAI_API_KEY=sk-real-0123456789\nMODE=a\nLLM_OPTIMIZATION_MODE=balanced");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(evidence.outcome()).isEqualTo(Outcome.DONE);
        assertThat(evidence.toString()).doesNotContain("sk-real");
        assertThat(harness.run("configure").outcome()).isEqualTo(Outcome.ALREADY_SO);
    }

    @Test
    void an_address_that_is_not_there_is_not_one_that_connects() {
        var harness = harness(Map.of(), Map.of("OPENAI_API_KEY", "openAiKey"), List.of("REDIS_URL"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-configuration"));

        assertThat(failed).hasMessage("ai: REDIS_URL names no address");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void a_placeholder_is_refused_before_anything_is_written() {
        var failed = catchThrowableOfType(
                ActionFailed.class, () -> harness(Map.of(), Map.of(), List.of()).run("configure"));

        assertThat(failed.error()).isEqualTo("ConfigurationIncomplete");
        assertThat(failed).hasMessage("ai: OPENAI_API_KEY holds a placeholder");
        assertThat(release.resolve("ai/.env")).doesNotExist();
    }

    @Test
    void every_problem_is_reported_at_once_and_no_value() throws Exception {
        var harness = harness(Map.of("MODE", "b"), Map.of(), List.of("DATABASE_URL"));
        Files.createDirectories(release.resolve("ai"));
        Files.writeString(
                release.resolve("ai/.env"),
                "DATABASE_URL=postgresql://u:geheim@127.0.0.1:1/db\nOPENAI_API_KEY=\nMODE=a\n");
        Files.setPosixFilePermissions(release.resolve("ai/.env"), PosixFilePermissions.fromString("rw-r--r--"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("check-configuration"));

        assertThat(failed.error()).isEqualTo("ConfigurationWrong");
        assertThat(failed.getMessage())
                .contains("ai: ai/.env may be read or written by more than mode 600 allows")
                .contains("ai: OPENAI_API_KEY has no value")
                .contains("ai: MODE is not b")
                .contains("ai: DATABASE_URL does not connect: Connection to 127.0.0.1:1 refused")
                .doesNotContain("geheim");
    }

    @Test
    void an_address_counts_only_when_it_answers() throws Exception {
        try (var cache = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var server = new Thread(() -> {
                try (var socket = cache.accept()) {
                    var bytes = new byte[4096];
                    while (socket.getInputStream().read(bytes) > 0) {
                        socket.getOutputStream().write("+PONG\r\n".getBytes(StandardCharsets.UTF_8));
                    }
                } catch (IOException closed) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();

            assertThat(ConnectionCheck.problem("redis://127.0.0.1:" + cache.getLocalPort() + "/0"))
                    .isEmpty();
        }
        assertThat(ConnectionCheck.problem("http://127.0.0.1:1/")).isPresent();
        assertThat(ConnectionCheck.problem("nonsense")).contains("it names no host");
    }

    @Test
    void a_path_that_leads_out_of_the_release_is_refused() throws Exception {
        Files.createDirectories(root.resolve("outside"));
        Files.createSymbolicLink(release.resolve("ai"), root.resolve("outside"));
        var harness = harness(Map.of("OPENAI_API_KEY", "k-1"), Map.of(), List.of());

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("configure"));

        assertThat(failed.error()).isEqualTo("PathLeavesRelease");
        assertThat(root.resolve("outside")).isEmptyDirectory();
    }

    @Test
    void a_file_keeps_what_is_not_touched() {
        var file = SettingsFile.parse("// door\nchar_maintenance: no\nname: \"x y\"\n");

        var changed = file.with("char_maintenance", "yes", ": ").with("min_group", "99", ": ");

        assertThat(changed.text()).isEqualTo("// door\nchar_maintenance: yes\nname: \"x y\"\nmin_group: 99\n");
        assertThat(changed.get("name")).contains("x y");
        assertThat(SettingsFile.parse("").with("KEY", "a b#'c", "=").get("KEY")).contains("a b#'c");
    }
}
