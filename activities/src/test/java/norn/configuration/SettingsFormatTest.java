package norn.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.SettingsText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings files as people have them: each is read as its reader reads it, and what is not changed stays as it is. */
class SettingsFormatTest {
    @TempDir
    private Path folder;

    private static SettingsFile file(String format, String text) {
        return new SettingsFile(SettingsText.read(SettingsFormat.class, format), text);
    }

    private static SettingsFile env(String text) {
        return file("{kind: env}", text);
    }

    private SettingsFile read(String format, byte[] bytes) throws IOException {
        var file = folder.resolve("settings");
        Files.write(file, bytes);
        return SettingsFile.read(SettingsText.read(SettingsFormat.class, format), file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A=1                         | 1",
                "A = 1                       | 1",
                "export A=1                  | 1",
                "A=   # put the key here     | ``",
                "A=x # a comment             | x",
                "A=x#no-comment              | x#no-comment",
                "A='x # y'   # a comment     | x # y",
                "A=\"x \\\"y\\\" z\"           | x \"y\" z",
                "A='it''s'                   | it",
                "A='$HOME \\n'               | $HOME \\n",
                "A=\"unclosed                 | \"unclosed",
                "A=postgresql://u@h/d?a=b&c  | postgresql://u@h/d?a=b&c",
                "B=b,A=${B}/x                | b/x",
                "A=${ELSEWHERE}/x            | ${ELSEWHERE}/x",
                "B=b,A='${B}'                | ${B}",
                "A=${ELSEWHERE:-d}/x         | d/x",
                "B=b,A=${B:-d}${C:-}         | b",
                "A='it\\'s' # a comment     | it's",
                "A='C:\\dir\\'            | C:\\dir\\",
                "A='a\\\\b'               | a\\b",
            })
    void a_dotenv_value(String lines, String expected) {
        assertThat(env(lines.replace(",A", "\nA") + "\n").get("A")).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\dir\\", "\\\\host\\share", "it's", "a\\'b", "x\ny\\", "$a `b` \\n", "#", "a\"b"})
    void a_value_is_read_as_it_was_written(String value) {
        var written = env("A=x\nB=it's\n").with("A", value);

        assertThat(written.values()).containsEntry("A", value).containsEntry("B", "it's");
    }

    @Test
    void what_python_dotenv_would_take_for_an_escape_stands_in_double_quotes() {
        assertThat(env("").with("A", "C:\\dir\\").text()).isEqualTo("A=\"C:\\\\dir\\\\\"\n");
        assertThat(env("").with("A", "C:\\dir x").text()).isEqualTo("A='C:\\dir x'\n");
    }

    @Test
    void a_key_of_many_lines_reaches_the_service_as_such() {
        var expected = "-----BEGIN KEY-----\nQUJD\n-----END KEY-----\n";

        assertThat(env("K=\"-----BEGIN KEY-----\\nQUJD\\n-----END KEY-----\\n\"\nB=2\n")
                        .values())
                .containsEntry("K", expected)
                .containsEntry("B", "2");
        assertThat(env("K=\"-----BEGIN KEY-----\nQUJD\n-----END KEY-----\n\"\nB=2\n")
                        .values())
                .containsEntry("K", expected)
                .containsEntry("B", "2");
        var written = env("K=x # old\nB=2\n").with("K", expected);
        assertThat(written.values()).containsEntry("K", expected).containsEntry("B", "2");
        assertThat(written.text()).endsWith(" # old\nB=2\n");
        assertThat(written.without("K").text()).isEqualTo("B=2\n");
    }

    @Test
    void a_byte_order_mark_belongs_to_no_key_and_stays() throws IOException {
        var file = read("{kind: env}", "\uFEFFA=1\r\nB=2\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(file.get("A")).contains("1");
        assertThat(file.with("B", "3").with("C", "4").bytes())
                .isEqualTo("\uFEFFA=1\r\nB=3\r\nC=4\r\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_file_in_latin_1_stays_so_byte_by_byte() throws IOException {
        var text = "// Geb\u00fchr\nmotd: hi\nport: 6900\n";
        var file = read("{kind: properties}", text.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(file.with("port", "6901").bytes())
                .isEqualTo(text.replace("6900", "6901").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> file.with("motd", "\u4f60"))
                .hasMessage("motd: its value has letters that the file's encoding, ISO-8859-1, does not have");
    }

    @Test
    void a_continued_line_is_one_value() {
        var file = file(
                "{kind: properties, separator: '='}", "plugins=core,\\\n  shop,\\\n  chat\nmode=a\npath=C:\\\\\nx=1\n");

        assertThat(file.values())
                .containsEntry("plugins", "core,shop,chat")
                .containsEntry("mode", "a")
                .containsEntry("x", "1");
        assertThat(file.with("plugins", "core").text()).isEqualTo("plugins=core\nmode=a\npath=C:\\\\\nx=1\n");
    }

    @Test
    void a_key_of_two_sections_is_called_by_its_section() {
        var text = "[database]\nhost = db-old\n\n[cache]\nhost = cache-1\n";

        assertThat(file("{kind: ini}", text)
                        .with("database.host", "db-new")
                        .with("database.pool", "20")
                        .with("cache.port", "6379")
                        .text())
                .isEqualTo("[database]\nhost = db-new\npool = 20\n\n[cache]\nhost = cache-1\nport = 6379\n");
        assertThat(file("{kind: ini}", text).values())
                .containsEntry("database.host", "db-old")
                .containsEntry("cache.host", "cache-1");
        assertThatThrownBy(() -> file("{kind: ini}", text).with("queue.host", "q"))
                .hasMessage("queue.host: the file has no section that the key begins with. Expected [queue] in it, or"
                        + " another key");
        assertThatThrownBy(() -> file("{kind: properties}", text).with("host", "db-new"))
                .hasMessage(
                        "host: the file has sections, such as [database]. Expected format: {kind: ini}, and keys like"
                                + " database.host");
    }

    @Test
    void a_value_of_an_ini_file_goes_on_in_lines_further_right() {
        var text = """
            [db]
            hosts =
              one
              # spare

              b=two
            Host = x
            \tmax connections = 5
            * = host=y
            [git]
            \ta = 1
            \tb = 2
            """;
        var file = file("{kind: ini}", text);

        assertThat(file.get("db.hosts")).contains("one\n\nb=two");
        assertThat(file.get("db.host")).contains("x\nmax connections = 5");
        assertThat(file.get("git.b")).contains("2");
        assertThat(file.with("db.hosts", "three")
                        .with("db.host", "z")
                        .with("db.*", "q")
                        .text())
                .isEqualTo("[db]\nhosts =three\nHost = z\n* = q\n[git]\n\ta = 1\n\tb = 2\n");
    }

    @Test
    void a_key_with_blanks_or_other_capitals_is_not_written_a_second_time() {
        var file = file("{kind: ini}", "[global]\nmax connections = 5\nServer String: x\n");

        assertThat(file.with("global.max connections", "6")
                        .with("global.server string", "y")
                        .text())
                .isEqualTo("[global]\nmax connections = 6\nServer String: y\n");
        assertThat(file.without("global.Max Connections").text()).isEqualTo("[global]\nServer String: x\n");
    }

    @Test
    void a_key_of_properties_may_be_a_number_or_have_other_letters() {
        var file = file("{kind: properties, separator: '='}", "servers[0].host=a\n6900=b\n! c=d\n// e=f\n");

        assertThat(file.with("servers[0].host", "x").with("6900", "y").text())
                .isEqualTo("servers[0].host=x\n6900=y\n! c=d\n// e=f\n");
        assertThatThrownBy(() -> file.with("6900", "C:\\"))
                .hasMessage("6900: its value ends with a backslash, which would join it with the next line");
    }

    @Test
    void a_value_in_a_tree_may_be_missing_or_have_several_lines() {
        var yaml = "a:\nb: # none\nc: |\n  one\n  two\nd: yes\ne: >-\n  x\n\nf: [, 1]\n".replace(", 1", "1");

        assertThat(file("{kind: yaml}", yaml)
                        .with("a", "x")
                        .with("b", "1")
                        .with("c", "y")
                        .with("d", "no")
                        .with("e", "z")
                        .text())
                .isEqualTo("a: \"x\"\nb: 1 # none\nc: \"y\"\nd: no\ne: \"z\"\n\nf: [1]\n");
    }

    @Test
    void what_an_alias_brings_is_seen_and_not_changed_in_two_places() {
        var file = file(
                "{kind: yaml}", "defaults: &d\n  host: db\n  port: 5432\nlive:\n  <<: *d\n  port: 6432\nspare: *d\n");

        assertThat(file.values()).containsEntry("live.host", "db").containsEntry("live.port", "6432");
        assertThat(file.with("live.port", "1").with("defaults.host", "x").text())
                .contains("  host: \"x\"\n", "  port: 1\n");
        assertThatThrownBy(() -> file.with("live.host", "x"))
                .hasMessage("live.host: its value is that of defaults.host, by an alias, and would change there too."
                        + " Expected in the template: a value of its own");
        assertThatThrownBy(() -> file.with("spare.port", "1")).hasMessageContaining("that of defaults.port");
    }

    @Test
    void a_tree_that_cannot_be_read_says_where() {
        assertThatThrownBy(() -> file("{kind: yaml}", "a: 1\n---\nb: 1\n").get("a"))
                .hasMessageMatching("the file is no YAML or JSON: line 2, .*");
        assertThat(file("{kind: json}", "{\n\t\"a\": {\n\t\t\"b\": \"x\\/y\"\n\t}\n}\n")
                        .with("a.b", "z")
                        .text())
                .isEqualTo("{\n\t\"a\": {\n\t\t\"b\": \"z\"\n\t}\n}\n");
    }

    @Test
    void a_value_in_a_tree_is_changed_where_it_stands() {
        var yaml = "# production\ndatabase:\n  host: db-old   # moved soon\n  port: 5432\nhosts: [a, b]\nname: 'x'\n";
        var json = "{\n  \"database\": {\"host\": \"db-old\", \"port\": 5432},\n  \"debug\": false\n}\n";

        assertThat(file("{kind: yaml}", yaml)
                        .with("database.host", "db: new")
                        .with("database.port", "6432")
                        .with("hosts.1", "c")
                        .with("name", "1")
                        .text())
                .isEqualTo("""
                    # production
                    database:
                      host: "db: new"   # moved soon
                      port: 6432
                    hosts: [a, "c"]
                    name: "1"
                    """);
        assertThat(file("{kind: json}", json)
                        .with("database.host", "db-new")
                        .with("debug", "true")
                        .text())
                .isEqualTo(json.replace("db-old", "db-new").replace("false", "true"));
        assertThat(file("{kind: json}", json).values()).containsEntry("database.port", "5432");
        assertThatThrownBy(() -> file("{kind: json}", json).with("cache.host", "x"))
                .hasMessage("cache.host: the template has no such value to replace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "todo", "example", "examples.com", "here", "shard-x"})
    void a_word_that_is_meant_is_no_placeholder(String value) {
        assertThat(SettingsRenderer.isPlaceholder(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TODO", "<key>", "${KEY}", "changeme", "your_key_here", "xxx", "sk-...", "FIXME"})
    void a_word_that_shows_where_a_value_goes_is_one(String value) {
        assertThat(SettingsRenderer.isPlaceholder(value)).isTrue();
    }
}
