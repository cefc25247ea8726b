package norn.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import norn.action.SettingsText;
import norn.files.Colours;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as the usual programs write them, with no pattern stated. */
class ErrorLinesTest {
    record Settings(List<Pattern> patterns) {}

    private static final List<Pattern> PATTERNS = SettingsText.read(Settings.class, "patterns:\n%s", ErrorLines.DEFAULT)
            .patterns();

    private static boolean counts(String line) {
        return !LogLines.matching(List.of(Colours.removed(line)), PATTERNS, List.of())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-26 07:59:00 ERROR boom",
                "2026-11-26 07:59:00.123 UTC [77] PANIC:  could not write to file",
                "26-Nov-2026 07:59:00.123 SEVERE [main] org.apache.catalina",
                "Traceback (most recent call last):",
                "{\"level\":\"error\",\"ts\":1795679940.1,\"msg\":\"zap\"}",
                "{\"msg\":\"winston\",\"level\": \"error\"}",
                "{\"Timestamp\":\"2026-11-26T07:59:00Z\",\"LogLevel\":\"Critical\"}",
                "{\"@timestamp\":\"2026-11-26T07:59:00Z\",\"log.level\":\"error\",\"message\":\"ecs\"}",
                "{\"@t\":\"2026-11-26T07:59:00Z\",\"@l\":\"Error\",\"@mt\":\"serilog\"}",
                "{\"severity\":\"error\",\"message\":\"x\"}",
                "{\"t\":{\"$date\":\"2026-11-26T07:59:00Z\"},\"s\":\"E\",\"c\":\"NETWORK\"}",
                "{\"level\":50,\"time\":1795679940000,\"pid\":7,\"msg\":\"pino\"}",
                "{\"name\":\"a\",\"hostname\":\"h\",\"pid\":7,\"level\":60,\"msg\":\"bunyan\",\"v\":0}",
                "{\"log\":\"{\\\"level\\\":\\\"error\\\",\\\"msg\\\":\\\"in docker\\\"}\\n\",\"stream\":\"stderr\"}",
                "{\"log\":\"\\u001b[31mERROR\\u001b[39m in colour, in docker\\n\",\"stream\":\"stdout\"}",
                "{\"__REALTIME_TIMESTAMP\":\"1795679970000000\",\"PRIORITY\":\"3\",\"MESSAGE\":\"no word of it\"}",
                "time=\"2026-11-26T07:59:00Z\" level=error msg=logrus",
                "ts=2026-11-26T07:59:00Z caller=main.go:7 level=fatal err=\"no such host\"",
                "t=2026-11-26T07:59:00+0000 lvl=eror msg=\"grafana\"",
                "ERRO[0007] logrus at a terminal",
                "2026/11/26 07:59:00 [error] 12#12: *7 connect() failed (111: Connection refused)",
                "2026/11/26 07:59:00 [emerg] 1#1: bind() to 0.0.0.0:80 failed",
                "[Thu Nov 26 07:59:00.123456 2026] [proxy:error] [pid 7] AH00957",
                "[26/Nov 07:59][Error]: rathena cannot open the map",
                "[Fatal Error]: rathena ends",
                "2026-11-26 07:59:00 [error    ] structlog",
                "E1126 07:59:00.000001 12 main.go:7] glog",
                "<11>Nov 26 07:59:00 host app: no word of it",
                "<3>no word of it",
                "<187>Nov 26 07:59:00 host app: local7.err",
                "[07:59:00 ERR] serilog",
                "7:59AM ERR zerolog error=\"no such host\"",
                "2026-11-26T07:59:00Z FTL zerolog",
                "error: winston",
                "2026-11-26T07:59:00.000Z error: winston",
                "2026-11-26 07:59:00 error [mail]: winston",
                "fail: Microsoft.AspNetCore.Server.Kestrel[13]",
                "panic: runtime error: index out of range",
                "fatal error: all goroutines are asleep - deadlock!",
                "thread 'main' panicked at src/main.rs:7:5:",
                "Exception in thread \"main\" java.lang.NullPointerException",
                "Error: connect ECONNREFUSED 127.0.0.1:6379",
                "TypeError: Cannot read properties of undefined (reading 'id')",
                "(node:7) UnhandledPromiseRejectionWarning: x",
                "./map-server: line 7: 12 Segmentation fault (core dumped)",
                "terminate called after throwing an instance of 'std::bad_alloc'",
                "[26-Nov-2026 07:59:00 UTC] PHP Fatal error:  Uncaught",
                "Nov 26 07:59:00 host app: #033[31mERROR#033[0m through rsyslog",
                "{\"MESSAGE\":\"no word of it\",\"PRIORITY\":2}",
                "{\"version\":\"1.1\",\"host\":\"h\",\"short_message\":\"gelf\",\"level\":3}",
                "{\"severityText\":\"Error2\",\"severityNumber\":18,\"body\":\"otel\"}",
                "2026-11-26 07:59:00,123 CRIT could not write pidfile",
                "[2026-11-26 07:59:00] production.EMERGENCY: laravel",
                "\u001b[1;31m[error]\u001b[0m in colour"
            })
    void an_error_counts_however_its_program_says_so(String line) {
        assertThat(counts(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-26 07:59:00 INFO no ERRORS here",
                "{\"level\":\"info\",\"msg\":\"0 errors\",\"errors\":0,\"error\":null}",
                "{\"level\":\"warning\",\"msg\":\"Get data error: x\"}",
                "{\"level\":50,\"name\":\"Poring\",\"job\":\"knight\"}",
                "{\"level\":30,\"time\":1795679940000,\"msg\":\"pino\"}",
                "{\"PRIORITY\":\"6\",\"MESSAGE\":\"x\"}",
                "{\"t\":{\"$date\":\"2026-11-26T07:59:00Z\"},\"s\":\"I\"}",
                "level=info msg=\"no error\" error=0000",
                "level=error_rate value=7",
                "INFO setting log level: error",
                "10.0.0.1 - - [26/Nov/2026:08:59:00 +0100] \"GET /error HTTP/1.1\" 200 0",
                "2026/11/26 07:59:00 [warn] 12#12: an upstream response is buffered",
                "[Thu Nov 26 07:59:00 2026] [core:notice] AH00094",
                "W1126 07:59:00.000001 12 main.go:7] glog",
                "<14>Nov 26 07:59:00 host app: user.info",
                "<30>Nov 26 07:59:00 host app: daemon.info",
                "<12>Nov 26 07:59:00 host app: user.warning",
                "[07:59:00 INF] serilog",
                "7:59AM INF zerolog",
                "info: winston says error: of a former time",
                "2026-11-26T07:59:00.000Z warn: winston",
                "{\"version\":\"1.1\",\"host\":\"h\",\"short_message\":\"gelf\",\"level\":6}",
                "{\"severityNumber\":9,\"body\":\"otel\"}",
                "player 7 lands a CRIT of 500",
                "the map panicked nobody",
                "Errors: 0",
                "#033[32mINFO#033[0m no error"
            })
    void what_only_speaks_of_errors_does_not(String line) {
        assertThat(counts(line)).isFalse();
    }
}
