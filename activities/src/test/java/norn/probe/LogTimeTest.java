package norn.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
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
            delimiterString = " | ",
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
                "2026-11-26 07:59:00.123 UTC [77] ERROR:  postgres                    | 2026-11-26T07:59:00.123Z",
                "2026-11-26 07:59:00.123 CET [77] ERROR:  postgres elsewhere          | 2026-11-26T06:59:00.123Z",
                "2026-11-26 07:59:00+01 ERROR with an offset of hours                 | 2026-11-26T06:59:00Z",
                "2026-11-26 07:59:00 INFO is no zone                                  | 2026-11-26T07:59:00Z",
                "2026-11-26  7:59:00 0 [ERROR] mariadbd                               | 2026-11-26T07:59:00Z",
                "20261126 07:59:00 ERROR log4j                                        | 2026-11-26T07:59:00Z",
                "1234:M 26 Nov 2026 07:59:00.123 # redis                              | 2026-11-26T07:59:00.123Z",
                "26-Nov-2026 07:59:00.123 SEVERE [main] tomcat                        | 2026-11-26T07:59:00.123Z",
                "[26-Nov-2026 08:59:00 Europe/Berlin] PHP Fatal error                 | 2026-11-26T07:59:00Z",
                "[26/Nov/2026 07:59:00] ERROR django                                  | 2026-11-26T07:59:00Z",
                "=ERROR REPORT==== 26-Nov-2026::07:59:00.123 ===                      | 2026-11-26T07:59:00.123Z",
                "[Thu Nov 26 07:59:00.123456 2026] [core:error] apache                | 2026-11-26T07:59:00.123456Z",
                "Thu Nov 26 07:59:00 UTC 2026 from date                               | 2026-11-26T07:59:00Z",
                "Nov 26, 2026 7:59:00 AM com.example.Main run                         | 2026-11-26T07:59:00Z",
                "[Nest] 12  - 11/25/2026, 7:59:00 PM   ERROR                          | 2026-11-25T19:59:00Z",
                "26.11.2026 07:59:00 ERROR german                                     | 2026-11-26T07:59:00Z",
                "26/11/2026 07:59:00 ERROR                                            | 2026-11-26T07:59:00Z",
                "05/11/2026 07:59:00 ERROR the fifth of November                      | 2026-11-05T07:59:00Z",
                "[26/Nov 07:59][Error]: rathena                                       | 2026-11-26T07:59:59Z",
                "7:59:00 AM [vite] error                                              | 2026-11-26T07:59:00Z",
                "app-1  |{\"level\":\"error\",\"time\":1795679940000}              | 2026-11-26T07:59:00Z",
                "{\"t\":{\"$date\":\"2026-11-26T07:59:00.000+00:00\"},\"s\":\"E\"} | 2026-11-26T07:59:00Z",
                "{\"@t\":\"2026-11-26T07:59:00Z\",\"@l\":\"Error\"}                | 2026-11-26T07:59:00Z",
                "{\"Timestamp\":\"2026-11-26T07:59:00Z\",\"LogLevel\":\"Error\"}   | 2026-11-26T07:59:00Z",
                "Nov 26 07:59:00 host app: expired on 2020-01-01 00:00:00             | 2026-11-26T07:59:00Z",
                "07:59:00 ERROR token expired at 2020-01-01T00:00:00Z                 | 2026-11-26T07:59:00Z",
                "{\"@timestamp\":\"2026-11-26T07:59:00.000Z\",\"message\":\"x\"}        | 2026-11-26T07:59:00Z",
                "2026-11-26_07:59:00.12345 svlogd                                     | 2026-11-26T07:59:00.123450Z",
                "@400000006b07e6ce07270e00 multilog                                   | 2026-11-26T07:59:00.120Z",
                "[2026-11-26 07:59] error without seconds                             | 2026-11-26T07:59:59Z",
                "20261126-07:59:00:123|x|30002312|hdfs                                | 2026-11-26T07:59:00Z",
                "Nov 26 2026 07:59:00: %ASA-3-710003: cisco                           | 2026-11-26T07:59:00Z",
                "26-11-2026 07:59:00 ERROR                                            | 2026-11-26T07:59:00Z",
                "11-26-2026 07:59:00 ERROR                                            | 2026-11-26T07:59:00Z",
                "11/26/2026 7:59:00 am ERROR                                          | 2026-11-26T07:59:00Z",
                "2026-11-26 07:59:00.123456789 +0000 UTC m=+0.1 go                    | 2026-11-26T07:59:00.123456789Z",
                "2026-11-26T07:59:00.123Z stderr F kubernetes                         | 2026-11-26T07:59:00.123Z",
                "<11>Nov 26 07:59:00 host app: syslog                                 | 2026-11-26T07:59:00Z",
                "<165>1 2026-11-26T07:59:00.003Z host app - ID47 - syslog             | 2026-11-26T07:59:00.003Z",
                "Thu, 26 Nov 2026 07:59:00 GMT error                                  | 2026-11-26T07:59:00Z",
                "{\"instant\":{\"epochSecond\":1795679940,\"nanoOfSecond\":5000000},\"level\":\"ERROR\"} |"
                        + " 2026-11-26T07:59:00.005Z",
                "{\"log\":\"ERROR boom\\n"
                        + "\",\"stream\":\"stderr\",\"time\":\"2026-11-26T07:59:00Z\"} | 2026-11-26T07:59:00Z",
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

    @Test
    void times_without_a_day_are_of_the_day_before_where_the_clock_goes_back() {
        var lines = List.of(
                "07:59:30 ERROR of the day before yesterday",
                "23:50:00 INFO",
                "07:59:30 ERROR of yesterday",
                "  and its trace, of 2020-01-01 00:00:00",
                "12:00:00 INFO",
                "07:58:00 INFO",
                "07:59:30 ERROR now",
                "  key (created)=(2020-01-01 00:00:00) is there",
                "08:00:00 ERROR after it");

        assertThat(LogLines.since(lines, UTC, Instant.parse("2026-11-26T07:50:00Z")))
                .containsExactlyElementsOf(lines.subList(5, 9));
        assertThat(LogLines.since(lines, UTC, Instant.parse("2026-11-25T07:50:00Z")))
                .containsExactlyElementsOf(lines.subList(2, 9));
    }

    @Test
    void a_date_that_a_line_speaks_of_hides_nothing_after_it() {
        var lines = List.of(
                "2026-11-26 07:59:00 ERROR no key",
                "ValueError: time data '2020-01-01 00:00:00' does not match",
                "ERROR and what follows");

        assertThat(LogLines.since(lines, UTC, Instant.parse("2026-11-26T07:50:00Z")))
                .isEqualTo(lines);
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
