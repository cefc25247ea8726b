package norn.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.cache.CacheSettings;
import norn.code.CodeSettings;
import norn.database.Database;
import norn.files.LenientJson;
import norn.plan.Problem;
import norn.yaml.Default;
import norn.yaml.Problems;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostReaderTest {
    record ExampleSection(String file, @Default("5") int timeout) {}

    @TempDir
    Path folder;

    private final Problems problems = new Problems();
    private final Map<String, String> variables = new LinkedHashMap<>();

    @Test
    void sections_become_settings() {
        var host = read("rehearsal", """
            records: /var/lib/norn
            gate: {file: /etc/gate}
            """);

        assertThat(problems.list()).isEmpty();
        assertThat(host.records()).isEqualTo(Path.of("/var/lib/norn"));
        assertThat(host.section(ExampleSection.class)).contains(new ExampleSection("/etc/gate", 5));
        assertThat(host.text()).isEqualTo("gate.file = /etc/gate\nrecords = /var/lib/norn\n");
    }

    @Test
    void everything_that_is_wrong_is_reported_with_line_and_column() {
        var host = read("production", """
            records: var/lib
            gat: {file: x}
            gate: {fil: x, timeout: long}
            secrets:
              key: {value: plain}
              other: {file: /a, env: B}
            """);

        assertThat(host).isNull();
        assertThat(problems.list().stream().map(Problem::text))
                .hasSize(7)
                .anySatisfy(
                        text -> assertThat(text).contains("production.yaml:2:1").contains("Did you mean gate?"))
                .anySatisfy(
                        text -> assertThat(text).contains("production.yaml:3:8").contains("unknown field"))
                .anySatisfy(text ->
                        assertThat(text).contains("production.yaml:1:10").contains("relative"))
                .anySatisfy(
                        text -> assertThat(text).contains("production.yaml:5:8").contains("file itself"))
                .anySatisfy(text ->
                        assertThat(text).contains("production.yaml:6:10").contains("exactly one"));
    }

    @Test
    void secrets_come_from_files_and_variables_and_are_masked() throws Exception {
        variables.put("API_KEY", "sk-1234567890");
        var file = secretFile("p&ss\"word\n", "rw-------");

        var host = read("production", """
            records: /var/lib/norn
            secrets: {databasePassword: {file: %s}, apiKey: {env: API_KEY}, absent: {env: NOT_SET}}
            """.formatted(file));

        assertThat(host.secret("databasePassword")).isEqualTo("p&ss\"word");
        assertThat(host.redact("at sk-1234567890?x=p%26ss%22word {\"p\":\"p&ss\\\"word\"}"))
                .isEqualTo("at [secret apiKey]?x=[secret databasePassword] {\"p\":\"[secret databasePassword]\"}");
        assertThatThrownBy(() -> host.secret("absent")).hasMessage("secret absent: the variable NOT_SET is not set");
        assertThatThrownBy(() -> host.secret("unknown"))
                .hasMessage("secret unknown: the environment file names no such secret");
    }

    @Test
    void commands_get_the_variables_that_the_file_names_and_no_secret() {
        variables.putAll(Map.of("CCACHE_DIR", "/cache", "OTHER", "x", "API_KEY", "k3y", "TEMPORAL_API_KEY", "k3y"));

        assertThat(read("production", "records: /r\nvariables: [CCACHE_DIR, NOT_SET]\n")
                        .variables())
                .isEqualTo(Map.of("CCACHE_DIR", "/cache"));

        read("production", "records: /r\nsecrets: {a: {env: API_KEY}}\nvariables: [API_KEY, TEMPORAL_API_KEY]\n");
        assertThat(problems.list())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.text()).contains("is a secret"));
    }

    @Test
    void the_password_in_an_address_is_masked_whoever_knows_it() {
        var host = read("production", "records: /var/lib/norn\n");

        assertThat(host.redact("fatal: https://bot:gh0st-t0ken@git.example/x.git and redis://:p4ss@h:6379/0"))
                .isEqualTo("fatal: https://bot:[secret]@git.example/x.git and redis://:[secret]@h:6379/0");
        assertThat(host.redact("http://h:80/a@b ssh://git@h/x")).isEqualTo("http://h:80/a@b ssh://git@h/x");
    }

    @Test
    void a_secret_that_stands_where_none_should_is_not_shown() {
        read("production", """
            records: /r
            secrets: {key: h1dden, other: {fil: h1dden, file: [h1dden]}}
            """);

        assertThat(problems.list().toString()).contains("secrets.key").doesNotContain("h1dden");
    }

    @Test
    void an_address_with_a_password_is_refused_without_showing_it() {
        var sections = new LinkedHashMap<String, Class<?>>();
        sections.put("cache", CacheSettings.class);
        sections.put("code", CodeSettings.class);
        sections.put("database", Database.class);
        var node = YamlFile.parse("production.yaml", """
            records: /r
            cache: {url: "redis://:h1dden@h:6379"}
            code: {repository: "https://bot:h1dden@git.example/x.git", releases: /a, active: /b}
            database:
              {url: "jdbc:postgresql://bot:h1dden@h:5432", name: a, owner: b, user: c, backups: /d, migrations: m}
            """, problems);
        new HostReader(sections, variables).read("production", node);

        assertThat(problems.list()).hasSize(3);
        assertThat(problems.list().toString())
                .contains("hold no password", "passwordSecret")
                .doesNotContain("h1dden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ghp_h1dden@github.com/x.git",
                "https://bot:h1dden@git.example/x.git",
                "HTTPS://h1dden@git.example:8443/x.git",
                "https://git.example/x.git?private_token=h1dden",
                "ssh://bot:h1dden@git.example/x.git",
                "jdbc:postgresql://h/db?user=norn&password=h1dden",
                "https://h/health?api_key=h1dden&x=1"
            })
    void no_address_that_holds_a_secret_is_taken(String address) {
        assertThatThrownBy(() -> AddressCheck.withoutSecret("url", address, "x"))
                .hasMessage("url: an address may hold no password and no token. Expected: x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://git@git.example/x.git",
                "git@git.example:x.git",
                "/srv/x.git",
                "https://git.example:8443/@scope/x.git",
                "jdbc:postgresql://h:5432/db?sslmode=require&ApplicationName=x",
                "https://h/health?page=author"
            })
    void an_address_without_one_is_taken(String address) {
        assertThat(AddressCheck.withoutSecret("url", address, "x")).isEqualTo(address);
    }

    @Test
    void a_secret_is_masked_however_it_is_written() {
        var value = "p&ss'wo\"rd/<ü+=> 7!";
        var mask = new Mask(Map.of("key", value));
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        var percent = URLEncoder.encode(value, StandardCharsets.UTF_8);
        var json = LenientJson.line(value);

        for (var written : List.of(
                value,
                percent,
                percent.replace("+", "%20"),
                percent.replace("%C3%BC", "%c3%bc")
                        .replace("%2F", "%2f")
                        .replace("%3C", "%3c")
                        .replace("%2B", "%2b")
                        .replace("%3D", "%3d")
                        .replace("%3E", "%3e"),
                json.substring(1, json.length() - 1),
                "p&ss'wo\\\"rd\\/<\\u00fc+=> 7!",
                "p\\u0026ss\\u0027wo\\\"rd/\\u003c\\u00fc+=\\u003e 7!",
                "p&amp;ss&#39;wo&quot;rd/&lt;ü+=&gt; 7!",
                "p&amp;ss&#x27;wo&quot;rd/&lt;ü+=&gt; 7!",
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                "p&ss'\\''wo\"rd/<ü+=> 7!",
                "p&ss'\"'\"'wo\"rd/<ü+=> 7!",
                "p\\&ss\\'wo\\\"rd/\\<\\ü+=\\>\\ 7\\!",
                "p&ss''wo\"rd/<ü+=> 7!",
                "p&ss\\'wo\"rd/<ü+=> 7!",
                percent.replace("%", "%25").replace("+", "%2520"),
                "p&ss'wo\\\\\\\"rd/<\\\\u00fc+=> 7!",
                "p&amp;ss&#39;wo&#34;rd/&lt;ü&#43;=&gt; 7!",
                "p&amp;ss&#39;wo&quot;rd&#x2F;&lt;ü+&#x3D;&gt; 7!")) {
            assertThat(mask.apply("a " + written + " b")).as(written).isEqualTo("a [secret key] b");
        }
        for (var user : List.of("u:", "us:", "usr:", "bot@example:")) {
            var basic = Base64.getEncoder().encodeToString((user + value).getBytes(StandardCharsets.UTF_8));
            assertThat(mask.apply("Basic " + basic)).as(user).contains("[secret key]");
        }
    }

    @Test
    void a_secret_is_masked_however_its_encoded_form_is_broken_into_lines() {
        var value = "-----BEGIN KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(4) + "-----END KEY-----";
        var mask = new Mask(Map.of("key", value));
        var bytes = value.getBytes(StandardCharsets.UTF_8);

        for (var length : List.of(64, 76)) {
            var encoded = Base64.getMimeEncoder(length, new byte[] {'\n'}).encodeToString(bytes);
            assertThat(mask.apply(encoded).lines()).allMatch("[secret key]"::equals);
        }
        var hex = HexFormat.of().formatHex(bytes).replaceAll("(.{60})", "$1\n").strip();
        assertThat(mask.apply(hex).lines()).allMatch("[secret key]"::equals);
    }

    @Test
    void a_short_secret_is_masked_where_it_stands_alone_and_is_left_in_names() {
        var mask = new Mask(Map.of("pin", "rows", "code", "abc"));

        assertThat(mask.apply("password=rows, 'rows' rows"))
                .isEqualTo("password=[secret pin], '[secret pin]' [secret pin]");
        assertThat(mask.apply("rowsSince /var/rows/x rows.json my-rows grows abc"))
                .isEqualTo("rowsSince /var/rows/x rows.json my-rows grows abc");
    }

    @Test
    void a_secret_file_that_everybody_can_read_is_a_problem() throws Exception {
        var file = secretFile("secret", "rw-r--r--");
        var yaml = "records: /r\nsecrets: {a: {file: %s}}\n".formatted(file);

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
        assertThat(read("production", yaml).secret("a")).isEqualTo("secret");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        read("production", yaml);

        assertThat(problems.list())
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).startsWith("chmod 600 " + file));
        secretFile("secret", "rw-----w-");
        assertThat(problems.list()).hasSize(1);
        read("production", yaml);
        assertThat(problems.list().get(1).toString()).contains("can be changed by everybody");
    }

    @Test
    void a_secret_as_kubernetes_mounts_it_is_read_through_its_links() throws Exception {
        Files.createDirectory(folder.resolve("..2026_11_27"));
        Files.move(secretFile("s3cret-1", "r--------"), folder.resolve("..2026_11_27/password"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_27"));
        Files.createSymbolicLink(folder.resolve("password"), Path.of("..data/password"));

        assertThat(read("production", "records: /r\nsecrets: {a: {file: %s/password}}\n".formatted(folder))
                        .secret("a"))
                .isEqualTo("s3cret-1");
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "folder; is no file, but a folder",
                "device; is no file, but a device or a pipe",
                "link; is a link that leads nowhere",
                "none; does not exist",
                "utf-16; is no text: it has zero bytes",
                "utf-16-marked; is not UTF-8 text",
                "large; is larger than a secret"
            })
    void what_is_no_secret_is_missing_and_says_why(String kind, String why) throws Exception {
        var file = folder.resolve("secret");
        switch (kind) {
            case "folder" -> Files.createDirectory(file);
            case "device" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            case "link" -> Files.createSymbolicLink(file, Path.of("gone"));
            case "utf-16" -> Files.write(file, "s3cret-1".getBytes(StandardCharsets.UTF_16LE));
            case "utf-16-marked" -> Files.write(file, "s3cret-1".getBytes(StandardCharsets.UTF_16));
            case "large" -> Files.writeString(file, "x".repeat((1 << 20) + 1));
            default -> assertThat(file).doesNotExist();
        }

        var host = read("production", "records: /r\nsecrets: {a: {file: %s}}\n".formatted(file));

        assertThat(problems.list()).isEmpty();
        assertThatThrownBy(() -> host.secret("a")).hasMessageContaining(why);
    }

    @Test
    void a_variable_that_echo_has_filled_has_no_line_end() {
        variables.put("PASSWORD", "s3cret-1\n");

        assertThat(read("production", "records: /r\nsecrets: {a: {env: PASSWORD}}\n")
                        .secret("a"))
                .isEqualTo("s3cret-1");
    }

    @Test
    void only_the_values_of_secrets_may_change_without_changing_the_hash() {
        var one = read("rehearsal", "records: /r\nsecrets: {a: {value: one1}}\ngate: {file: x}\n");
        var two = read("rehearsal", "# comment\ngate: {file: x}\nrecords: /r\nsecrets: {a: {value: two2}}\n");
        var three = read("rehearsal", "records: /r\nsecrets: {a: {value: one1}}\ngate: {file: y}\n");

        assertThat(two.sha256()).isEqualTo(one.sha256()).hasSize(64);
        assertThat(three.sha256()).isNotEqualTo(one.sha256());
    }

    @Test
    void a_secret_as_another_systems_editor_saves_it_is_the_same_and_an_empty_one_is_missing() throws Exception {
        variables.put("EMPTY", " ");
        var yaml = "records: /r\nsecrets: {key: {file: %s}, none: {env: EMPTY}}\n";

        var host = read("production", yaml.formatted(secretFile("\uFEFFs3cret-1\r\n", "rw-------")));

        assertThat(host.secret("key")).isEqualTo("s3cret-1");
        assertThatThrownBy(() -> host.secret("none")).hasMessageContaining("the variable EMPTY is empty");
        var empty = read("production", yaml.formatted(secretFile("\n", "rw-------")));
        assertThatThrownBy(() -> empty.secret("key")).hasMessageContaining("is empty");
    }

    private Path secretFile(String text, String permissions) throws Exception {
        var file = Files.writeString(folder.resolve("secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private LoadedHost read(String environment, String yaml) {
        var node = YamlFile.parse(environment + ".yaml", yaml, problems);
        return new HostReader(Map.of("gate", ExampleSection.class), variables).read(environment, node);
    }
}
