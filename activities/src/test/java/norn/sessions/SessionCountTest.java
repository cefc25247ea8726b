package norn.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCountTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "37 | 37",
                "0 | 0",
                "\ufeff37 | 37",
                "37 players online | 37",
                "Players online: 37. | 37",
                "\u5728\u7ebf\u4eba\u6570\uff1a37\u4eba | 37",
                "\ud604\uc7ac \uc811\uc18d\uc790 37\uba85 | 37",
                "(37) | 37",
                "players=37; | 37",
                "{\"online\":37,\"error\":null} | 37",
                "Status: \u001b[0;32mOnline: \u001b[1m37\u001b[0m\u001b(B | 37"
            })
    void the_only_number_is_the_count(String output, int count) {
        assertThat(SessionCount.of(null, output + "\r\n")).hasValue(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "unknown",
                "no players",
                "N/A",
                "-1",
                "Online: -1",
                "Online: \u22121",
                "37/1000",
                "37 of 1000",
                "37/37",
                "map1: 12\nmap2: 12",
                "12\n12",
                "1,234",
                "5,005 players",
                "1.234",
                "2.002",
                "1 001",
                "37.5",
                "5.5",
                "2k online",
                "37%",
                "up 5m",
                "0x25",
                "server-1 is down",
                "map1: offline",
                "10000000000",
                "1e3",
                "NaN",
                "null",
                "ERROR 2002 (HY000)",
                "Connection refused (111)",
                "404 page not found",
                "502 Bad Gateway",
                "<title>502 Bad Gateway</title>\n502 Bad Gateway",
                "Timeout after 5 seconds",
                "Fehler 111: Verbindung abgelehnt",
                "{\"error\":\"no server\",\"code\":7}",
                "unknown command 'sessions', see page 1",
                "\u0663\u0667"
            })
    void anything_else_is_unknown(String output) {
        assertThat(SessionCount.of(null, output)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            nullValues = "?",
            value = {
                "Online: (\\d+) | 2026-11-27 Online: 37 of 500 | 37",
                "Online: (\\d+) | Online: 37 (errors: 5) | 37",
                "Online: (\\d+) | Online: 1,234 | ?",
                "Online: (\\d+) | Online: 1.234 | ?",
                "Online: (\\d+) | Online: 1'234 | ?",
                "Online: (\\d+) | Online: 1\u202f234 | ?",
                "Online: (\\d+) | Online: 2k | ?",
                "Online: (\\d{1,3}) | Online: 12345 | ?",
                "Online: ([\\d,.']+) | Online: 1,234 | 1234",
                "Online: ([\\d,.']+) | Online: 1.234 | 1234",
                "Online: ([\\d,.']+) | Online: 1'234'567 | 1234567",
                "Online: ([\\d,.']+) | Online: 37. | ?",
                "Online: ([\\d,.']+) | Online: 1,234.567 | ?",
                "Online: ([\\d,.']+) | Online: 37,5 | ?",
                "Online: ([^;]+) | Online: 1\u00a0234; | 1234",
                "Online:.*?(\\d+) | Online: -1 | ?",
                "Online: (-?\\d+) | Online: -1 | ?",
                "online-(\\d+) | online-37 | 37",
                "users(\\d+)u | users37u | 37",
                "Online: (\\S+) | Online: unknown | ?",
                "Online: (\\d+) | Offline | ?",
                "Online: (\\d+) | map1 Online: 12, map2 Online: 12 | ?",
                "Online: (\\d+) | map1 Online: 0, map2 Online: 0 | 0",
                "Online: (\\d+)? | Online: none | ?",
                "^(\\d+)\\s | 37 500 | 37",
            })
    void a_pattern_says_which_number_is_meant(String pattern, String output, Integer count) {
        assertThat(SessionCount.of(Pattern.compile(pattern), output))
                .isEqualTo(count == null ? OptionalInt.empty() : OptionalInt.of(count));
    }
}
