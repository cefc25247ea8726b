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
        assertThat(file.with("6900", "C:\\").text()).contains("\n6900=C:\\\\\n");
        assertThatThrownBy(() -> file("{kind: properties}", "6900: b\n").with("6900", "C:\\"))
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
        assertThatThrownBy(() -> file("{kind: json}", json).with("database", "x"))
                .hasMessage(
                        "database: the template has something other than keys at database. Expected in the template:"
                                + " the value itself");
    }

    @Test
    void a_value_that_a_tree_lacks_is_added_where_its_path_leads() {
        assertThat(file("{kind: json}", "{\n  \"database\": {\"host\": \"db\"},\n  \"debug\": false\n}\n")
                        .with("database.port", "5432")
                        .with("cache.host", "x")
                        .text())
                .isEqualTo("""
                    {
                      "database": {"host": "db", "port": 5432},
                      "debug": false,
                      "cache": {"host": "x"}
                    }
                    """);
        assertThat(file("{kind: json}", "{}").with("a", "1").text()).isEqualTo("{\"a\": 1}");
        assertThat(file("{kind: yaml}", """
            server:
              host: a   # moved soon
              paths: |
                one
                two

            # other things
            log: {level: info}
            shared: &s
              - x
            again: *s
            """)
                        .with("server.port", "80")
                        .with("log.file", "/var/log/a: b")
                        .with("mail.smtp.host", "h")
                        .text())
                .isEqualTo("""
                    server:
                      host: a   # moved soon
                      paths: |
                        one
                        two
                      port: 80

                    # other things
                    log: {level: info, "file": "/var/log/a: b"}
                    shared: &s
                      - x
                    again: *s
                    mail:
                      smtp:
                        host: "h"
                    """);
        assertThat(file("{kind: yaml}", "a:\r\n  b: 1").with("a.c", "2").text())
                .isEqualTo("a:\r\n  b: 1\r\n  c: 2\r\n");
        for (var path : new String[] {"again.y", "shared.0.y", "log.level.y"}) {
            assertThatThrownBy(() -> file("{kind: yaml}", "log: {level: info}\nshared: &s {z: 1}\nagain: *s\n")
                            .with(path.replace("shared.0", "shared.z"), "1"))
                    .hasMessageContaining("has something other than keys");
        }
        assertThatThrownBy(() -> file("{kind: yaml}", "- a\n").with("b", "1"))
                .hasMessage("b: the template has no keys to which it could be added");
        assertThatThrownBy(() -> file("{kind: json}", "").with("b", "1")).hasMessage("b: the template is empty");
    }

    @Test
    void an_anchor_stays_where_its_value_is_replaced() {
        assertThat(file("{kind: yaml}", "a: &x 5\nb: *x\nc: &y {}\nd: !vault |\n  6162\n")
                        .with("a", "6")
                        .with("c.z", "1")
                        .with("d", "s3cret")
                        .text())
                .isEqualTo("a: &x 6\nb: *x\nc: &y {\"z\": 1}\nd: \"s3cret\"\n");
    }

    @Test
    void letters_that_JSON_has_by_their_numbers_are_read() {
        var json = "{\"motd\": \"Gr\\u00fc\\u00dfe \\ud83d\\ude00\", \"port\": 1}";

        assertThat(file("{kind: json}", json).get("motd")).contains("Gr\u00fc\u00dfe \ud83d\ude00");
        assertThat(file("{kind: json}", json).with("port", "2").text()).endsWith("\"port\": 2}");
    }

    @Test
    void properties_are_read_and_written_with_javas_escapes() {
        var file = file(
                "{kind: properties, separator: '='}",
                "motd=\\u00A7aWillkommen\n"
                        + "resource-pack=https\\://example.org/a\\=b.zip\n"
                        + "log\\:level=info\n"
                        + "path: C:\\n"
                        + "ew\n");

        assertThat(file.values())
                .containsEntry("motd", "\u00a7aWillkommen")
                .containsEntry("resource-pack", "https://example.org/a=b.zip")
                .containsEntry("log:level", "info")
                .containsEntry("path", "C:\\new");
        var written = file.with("motd", "Gr\u00fc\u00dfe")
                .with("log:level", " C:\\new")
                .with("a b", "x\ny");
        assertThat(written.text())
                .startsWith("motd=Gr\\u00fc\\u00dfe\n")
                .contains("\nlog\\:level=\\ C:\\\\new\n")
                .endsWith("\na\\ b=x\\ny\n");
        assertThat(written.values()).containsEntry("motd", "Gr\u00fc\u00dfe").containsEntry("a b", "x\ny");
    }

    @Test
    void a_value_that_stood_in_quotes_stands_in_quotes_again() {
        assertThat(file("{kind: ini}", "[db]\nhost = \"a\"\nuser = 'b'\nport = 1\n")
                        .with("db.host", "x \"y\"")
                        .with("db.user", "c d")
                        .with("db.port", "2")
                        .text())
                .isEqualTo("[db]\nhost = \"x \\\"y\\\"\"\nuser = 'c d'\nport = 2\n");
        assertThat(file("{kind: ini}", "[db]\nhost = \"a\"\n")
                        .with("db.host", "x \"y\"")
                        .get("db.host"))
                .contains("x \"y\"");
        assertThat(file("{kind: properties}", "name: \"x y\"\n")
                        .with("name", "z")
                        .text())
                .isEqualTo("name: \"z\"\n");
    }

    @Test
    void a_percent_sign_is_written_twice_where_its_reader_takes_one_for_a_reference() {
        var alembic = file("{kind: ini}", "[alembic]\nscript_location = %(here)s/alembic\nurl = x\n");
        var written = alembic.with("alembic.url", "postgresql://u:a%40b@h/db");

        assertThat(written.text()).endsWith("\nurl = postgresql://u:a%%40b@h/db\n");
        assertThat(written.get("alembic.url")).contains("postgresql://u:a%40b@h/db");
        assertThat(file("{kind: ini}", "[a]\nb = 1\n").with("a.b", "50%").text())
                .isEqualTo("[a]\nb = 50%\n");
    }

    @Test
    void text_of_wide_letters_is_named() {
        assertThatThrownBy(() -> read("{kind: env}", "\uFEFFA=1\r\n".getBytes(StandardCharsets.UTF_16LE)))
                .hasMessageEndingWith(": is text in UTF-16, which no reader of settings expects. Save it as UTF-8");
        assertThatThrownBy(() -> read("{kind: env}", "A=1\n".getBytes(StandardCharsets.UTF_16BE)))
                .hasMessageContaining("is text in UTF-16");
    }

    @Test
    void a_key_of_a_dotenv_file_may_begin_with_a_digit() {
        assertThat(env("2FA_ISSUER=old\n").with("2FA_ISSUER", "game").text()).isEqualTo("2FA_ISSUER=game\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "todo",
                "example",
                "examples.com",
                "here",
                "shard-x",
                "None",
                "#fff",
                "//cdn.example.org",
                "a@b.example",
                "Support <support@example.org>",
                "https://example.com/a?b=<c",
                "%Y-%m-%d",
                "100%",
                "insertion",
                "Enter the void",
                "to be or not",
                "postgresql://u:p@h/db",
                "__init__",
                "todos",
                "redis://:xxl@h"
            })
    void a_word_that_is_meant_is_no_placeholder(String value) {
        assertThat(SettingsRenderer.isPlaceholder(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TODO",
                "<key>",
                "${KEY}",
                "changeme",
                "your_key_here",
                "xxx",
                "sk-...",
                "FIXME",
                "TODO: set it",
                "__API_KEY__",
                "%API_KEY%",
                "@api.key@",
                "***",
                "???",
                "n/a",
                "~",
                "insert your key",
                "put-your-key-in",
                "fill_in_later",
                "to be set",
                "; the key of this host",
                "# the key of this host",
                "postgresql://<user>:<password>@<host>/db",
                "redis://:changeme@cache:6379",
                "https://your-domain.example",
                "amqp://u:your_password@mq"
            })
    void a_word_that_shows_where_a_value_goes_is_one(String value) {
        assertThat(SettingsRenderer.isPlaceholder(value)).isTrue();
    }
}
