package norn.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.state.Evidence.Outcome;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

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
        var settings = SettingsText.read(ConfigurationSettings.class, """
            files:
              ai:
                component: ai-service
                from: %s/template.env
                to: ai/.env
                required: [DATABASE_URL, OPENAI_API_KEY]
                set: %s
                secrets: %s
                connections: %s
                values: {mode: MODE}
            """, root, set, secrets, connections);
        return new ActionHarness(
                root.resolve("records"), Map.of("openAiKey", "sk-real-0123456789"), List.of(code(), settings), "");
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
        assertThat(failed.remedy())
                .startsWith("Check that what does not connect runs")
                .contains("template");
        assertThat(failed.getMessage())
                .contains("ai: ai/.env may be read or written by more than mode 600 allows")
                .contains("ai: OPENAI_API_KEY has no value")
                .contains("ai: MODE is not b")
                .contains("ai: DATABASE_URL does not connect: Connection to 127.0.0.1:1 refused")
                .doesNotContain("geheim");
    }

    @Tag("server")
    @Test
    void an_address_counts_only_when_it_answers() throws Exception {
        var port = FreePort.next();
        var cache = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("requirepass s3cret")
                .build();
        cache.start();
        try {
            assertThat(ConnectionCheck.problem("redis://:s3cret@127.0.0.1:%d/0".formatted(port)))
                    .isEmpty();
            assertThat(ConnectionCheck.problem("redis://:wrong@127.0.0.1:%d/0".formatted(port)))
                    .hasValueSatisfying(why -> assertThat(why).contains("WRONGPASS"));
            assertThat(ConnectionCheck.problem("redis://127.0.0.1:%d/0".formatted(port)))
                    .hasValueSatisfying(why -> assertThat(why).contains("NOAUTH"));
        } finally {
            cache.stop();
        }
        assertThat(ConnectionCheck.problem("redis://127.0.0.1:%d/0".formatted(port)))
                .isPresent();
        assertThat(ConnectionCheck.problem("http://127.0.0.1:1/")).isPresent();
        assertThat(ConnectionCheck.problem("nonsense")).get().asString().startsWith("it is no address such as");
        assertThat(ConnectionCheck.problem("postgresql:///game")).contains("it names no host");
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
    void a_file_keeps_what_is_not_changed() {
        var properties = new SettingsFile(
                SettingsText.read(SettingsFormat.class, "{kind: properties}"),
                "// maintenance\nchar_maintenance: no\nname: \"x y\"\n");

        var changed = properties.with("char_maintenance", "yes").with("min_group", "99");

        assertThat(changed.text()).isEqualTo("// maintenance\nchar_maintenance: yes\nname: \"x y\"\nmin_group: 99\n");
        assertThat(changed.get("name")).contains("x y");
        assertThat(changed.without("char_maintenance").text())
                .isEqualTo("// maintenance\nname: \"x y\"\nmin_group: 99\n");
    }

    @Test
    void what_a_shell_would_split_stands_in_quotes() {
        var env = new SettingsFile(SettingsText.read(SettingsFormat.class, "{kind: env}"), "export KEY=x\n");

        assertThat(env.with("KEY", "a b").text()).isEqualTo("export KEY='a b'\n");
        assertThat(env.with("KEY", "a b#'c").get("KEY")).contains("a b#'c");
        assertThat(env.with("PLAIN", "x:y").text()).isEqualTo("export KEY=x\nPLAIN=x:y\n");
    }

    @Test
    void a_separator_that_is_none_is_a_problem_of_the_file() {
        var problems = new Problems();
        var file = YamlFile.parse("production.yaml", "{kind: properties, separator: '->'}", problems);

        new RecordReader().read(Objects.requireNonNull(file), SettingsFormat.class);

        assertThat(problems.list().get(0).text())
                .isEqualTo("production.yaml:1:1: separator '->': expected a colon or an equals sign, with blanks if"
                        + " needed.");
    }
}
