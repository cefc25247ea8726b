package norn.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.plan.Pace;
import norn.plan.Problem;
import norn.runbook.Durations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    record ExampleEnvironment(
            ZoneId zone,
            Pace pace,
            @Default("30s") Duration timeout,
            Map<String, ExampleHost> hosts,
            List<ExampleProbe> probes,
            @Nullable String alias,
            Optional<Path> logs,
            boolean proud) {}

    record ExampleHost(String address, int port) {
        ExampleHost {
            if (port < 1) {
                throw new IllegalArgumentException("port %d: expected 1 to 65535".formatted(port));
            }
        }
    }

    enum Colour {
        DARK_RED,
        BLUE
    }

    @KindField("kind")
    sealed interface ExampleProbe {}

    @Kind("http")
    record ExampleHttpProbe(String url, Map<String, Object> expect) implements ExampleProbe {}

    @Kind("paint")
    record Paint(Colour colour) implements ExampleProbe {}

    record ExampleStore(ExampleDatabase database) {}

    @KindField(value = "engine", otherwise = "local")
    sealed interface ExampleDatabase {}

    @Kind("local")
    record LocalDatabase(String file) implements ExampleDatabase {}

    @Kind("remote")
    record RemoteDatabase(String host) implements ExampleDatabase {}

    private final Problems problems = new Problems();

    private @Nullable ExampleEnvironment read(String text) {
        var node = YamlFile.parse("environment.yaml", text, problems);
        return node == null ? null : new RecordReader().read(node, ExampleEnvironment.class);
    }

    private List<String> texts() {
        return problems.list().stream().map(Problem::text).toList();
    }

    @Test
    void a_complete_file_becomes_the_record() {
        var environment = read("""
            zone: Europe/Berlin
            pace: 30000
            timeout: 1m30s
            hosts:
              game: {address: 10.0.0.1, port: 6900}
            probes:
              - kind: http
                url: http://localhost:8000
                expect: {status: healthy, count: 21, part: 0.5, up: true}
              - {kind: paint, colour: dark-red}
            logs: /var/log
            proud: true
            """);

        assertThat(texts()).isEmpty();
        assertThat(environment)
                .isEqualTo(new ExampleEnvironment(
                        ZoneId.of("Europe/Berlin"),
                        new Pace(30000),
                        Duration.ofSeconds(90),
                        Map.of("game", new ExampleHost("10.0.0.1", 6900)),
                        List.of(
                                new ExampleHttpProbe(
                                        "http://localhost:8000",
                                        Map.of("status", "healthy", "count", 21L, "part", 0.5, "up", true)),
                                new Paint(Colour.DARK_RED)),
                        null,
                        Optional.of(Path.of("/var/log")),
                        true));
    }

    @Test
    void what_may_be_absent_has_its_default() {
        assertThat(read("{zone: UTC, pace: real}"))
                .isEqualTo(new ExampleEnvironment(
                        ZoneId.of("UTC"),
                        Pace.REAL,
                        Duration.ofSeconds(30),
                        Map.of(),
                        List.of(),
                        null,
                        Optional.empty(),
                        false));
    }

    @Test
    void every_problem_is_reported_at_once_with_its_place() {
        var environment = read("""
            zone: Mars/Olympus
            pace: fast
            timeout: 30
            hosts:
              game:
                adress: 10.0.0.1
                port: many
              other: {address: x, port: 0}
            probes:
              - {kind: htpp, url: x}
              - {url: x}
              - {kind: paint, colour: dark red}
            proud: yes
            proud: true
            """);

        assertThat(environment).isNull();
        assertThat(texts())
                .containsExactlyInAnyOrder(
                        "environment.yaml:14:1  proud: is there twice, first in line 13. Remove one of them.",
                        "environment.yaml:1:7  zone: is 'Mars/Olympus'. Expected: a time zone such as Europe/Berlin or"
                                + " UTC.",
                        "environment.yaml:2:7  pace: pace fast: expected real, asap, or a number of at least 1.",
                        "environment.yaml:3:10  timeout: '30' is not a duration. Expected: 500ms, 30s, 15m, 2h, 7d,"
                                + " 1h30m.",
                        "environment.yaml:6:5  hosts.game.adress: unknown field. Known: address, port. Did you mean"
                                + " address?",
                        "environment.yaml:6:5  hosts.game: the field address is missing.",
                        "environment.yaml:7:11  hosts.game.port: is 'many'. Expected: a whole number.",
                        "environment.yaml:8:10  hosts.other: port 0: expected 1 to 65535.",
                        "environment.yaml:10:12  probes[0].kind: unknown kind 'htpp'. Known: http, paint. Did you mean"
                                + " http?",
                        "environment.yaml:11:5  probes[1]: the field kind is missing. Known: http, paint.",
                        "environment.yaml:12:27  probes[2].colour: unknown value 'dark red'. Known: dark-red, blue."
                                + " Did you mean dark-red?",
                        "environment.yaml:13:8  proud: is 'yes'. Expected: true or false.");
    }

    @Test
    void a_family_may_have_a_kind_that_needs_not_be_named() {
        assertThat(store("database: {file: a.db}")).isEqualTo(new ExampleStore(new LocalDatabase("a.db")));
        assertThat(store("database: {engine: remote, host: b}")).isEqualTo(new ExampleStore(new RemoteDatabase("b")));
        assertThat(store("database: {host: b}")).isNull();

        assertThat(texts())
                .containsExactlyInAnyOrder(
                        "store.yaml:1:12  database.host: unknown field. Known: engine, file.",
                        "store.yaml:1:11  database: the field file is missing.");
        assertThat(RecordReader.fieldsOf(ExampleDatabase.class)).containsExactly("engine", "file", "host");
    }

    private @Nullable ExampleStore store(String text) {
        var node = YamlFile.parse("store.yaml", text, problems);
        return node == null ? null : new RecordReader().read(node, ExampleStore.class);
    }

    @Test
    void what_is_no_yaml_is_one_problem_with_its_place() {
        assertThat(read("zone: [UTC\npace: real\n")).isNull();

        assertThat(texts())
                .containsExactly(
                        "environment.yaml:2:5: is not YAML: while parsing a flow sequence, expected ',' or ']', but"
                                + " got :.");
    }

    @Test
    void a_character_that_yaml_refuses_is_reported_with_its_place() {
        var problems = new Problems();

        assertThat(YamlFile.parse("environment.yaml", "a: 1\nb: x\u0000y\n", problems))
                .isNull();

        assertThat(problems.list())
                .extracting(Problem::text)
                .containsExactly(
                        "environment.yaml:2:5: is not YAML: the character U+0000 is not allowed. Remove it, or write"
                                + " it as an escape in double quotes.");
    }

    @Test
    void a_name_that_is_no_word_is_reported_with_its_place() {
        assertThat(read("zone: UTC\n{pace: real}: 1\n")).isNull();

        assertThat(texts()).contains("environment.yaml:2:1: a field's name must be a word.");
    }

    @Test
    void what_is_wrong_with_a_whole_file_is_reported_at_its_start() {
        var problems = new Problems();

        assertThat(YamlFile.parse("long.yaml", "a: b\n".repeat(500_000), problems))
                .isNull();
        assertThat(YamlFile.parse("deep.yaml", "[".repeat(200_000), problems)).isNull();

        assertThat(problems.list()).extracting(Problem::where).containsExactly("long.yaml:1:1", "deep.yaml:1:1");
    }

    @Test
    void an_alias_inside_itself_is_refused() {
        assertThat(read("zone: &a [*a]\n")).isNull();

        assertThat(texts())
                .containsExactly(
                        "environment.yaml:1:1: an alias refers to something that holds the alias. Write it out.");
    }

    @Test
    void aliases_that_come_to_millions_of_values_are_refused() {
        var bomb = new StringBuilder("zone: [&x0 [1, 1, 1]");
        for (var i = 1; i <= 16; i++) {
            bomb.append(", &x%d [*x%d, *x%d, *x%d]".formatted(i, i - 1, i - 1, i - 1));
        }

        assertThat(read(bomb + "]\n")).isNull();

        assertThat(texts())
                .containsExactly("environment.yaml:1:1: its aliases, written out, come to more than 1,000,000 values."
                        + " Write less, or fewer aliases.");
    }

    @Test
    void durations_are_written_as_they_are_read() {
        for (var text : List.of("0s", "500ms", "30s", "15m", "2h", "7d", "1h30m")) {
            assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
        }
    }
}
