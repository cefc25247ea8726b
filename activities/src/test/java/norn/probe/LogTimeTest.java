package norn.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as real programs write them into their logs. */
class LogTimeTest {
    private static final Instant CHANGED = Instant.parse("2026-11-26T08:00:00Z");
    private static final LogTime UTC = new LogTime(CHANGED, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-26 07:59:00 ERROR boom                                      | 2026-11-26T07:59:00Z",
                "2026-11-26T07:59:00.123456+01:00 ERROR                              | 2026-11-26T06:59:00.123456Z",
                "2026-11-26 07:59:00,123 ERROR in python                             | 2026-11-26T07:59:00.123Z",
                "2026/11/26 07:59:00 [error] 12#12: nginx                            | 2026-11-26T07:59:00Z",
                "10.0.0.1 - - [26/Nov/2026:08:59:00 +0100] \"GET / HTTP/1.1\" 500 0  | 2026-11-26T07:59:00Z",
                "Nov 26 07:59:00 host app[12]: ERROR                                 | 2026-11-26T07:59:00Z",
                "Dec 31 23:59:00 host app[12]: of last year                          | 2025-12-31T23:59:00Z",
                "Nov  6 07:59:00 host app: one digit                                 | 2026-11-06T07:59:00Z",
                "E1126 07:59:00.000001 12 main.go:7] glog                            | 2026-11-26T07:59:00.000001Z",
                "ts=1795679940.5 level=error msg=x                                   | 2026-11-26T07:59:00.500Z",
                "time=\"2026-11-26T07:59:00Z\" level=error                            | 2026-11-26T07:59:00Z",
                "1795679940.123 squid                                                | 2026-11-26T07:59:00.123Z",
                "07:59:00 ERROR without a date                                       | 2026-11-26T07:59:00Z",
                "[08:30:00] ERROR of the day before                                  | 2026-11-25T08:30:00Z",
                "{\"__REALTIME_TIMESTAMP\":\"1795679940000000\",\"MESSAGE\":\"x\"}        | 2026-11-26T07:59:00Z",
                "{\"level\":50,\"time\":1795679940000,\"msg\":\"pino\"}                  | 2026-11-26T07:59:00Z",
                "{\"ts\":1795679940.25,\"msg\":\"zap\"}                               | 2026-11-26T07:59:00.250Z",
                "{\"@timestamp\":\"2026-11-26T07:59:00.000Z\",\"message\":\"x\"}        | 2026-11-26T07:59:00Z",
            })
    void a_time_is_found(String line, Instant expected) {
        assertThat(UTC.of(line)).contains(expected);
    }

    @Test
    void a_time_without_a_zone_is_of_the_hosts() {
        var berlin = new LogTime(CHANGED, ZoneId.of("Europe/Berlin"));

        assertThat(berlin.of("2026-11-26 08:59:00 ERROR")).contains(Instant.parse("2026-11-26T07:59:00Z"));
        assertThat(berlin.of("Nov 26 08:59:00 host app: x")).contains(Instant.parse("2026-11-26T07:59:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ERROR",
                "2026-13-40 99:99:99 x",
                "Traceback (most recent call last):",
                "{\"level\": 1}",
                "{",
                "port 6900"
            })
    void a_line_without_a_time_has_none(String line) {
        assertThat(UTC.of(line)).isEmpty();
    }
}
