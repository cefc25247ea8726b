package norn.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import norn.files.LenientJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventEncoderTest {
    private static final String MESSAGE = "event=action-failed action={} reason={}";

    @Test
    void an_event_is_one_line_of_keys_and_values() {
        assertThat(line(LogFormat.TEXT, event(MESSAGE, "build", "it said\n\"no\" = never")))
                .isEqualTo("time=2026-12-01T09:00:00Z level=WARN logger=norn.worker event=action-failed action=build"
                        + " reason=\"it said\\n\\\"no\\\" = never\"\n");
    }

    @Test
    void as_json_it_is_one_object_with_what_the_thread_is_at_work_for() throws Exception {
        var event = event(
                new TreeMap<>(Map.of("deployment", "d", "step", "compile", "attempt", "2", "action", "other")),
                MESSAGE,
                "build",
                null);

        var line = line(LogFormat.JSON, event);

        assertThat(line.lines()).hasSize(1);
        assertThat(LenientJson.tree(line).toString())
                .endsWith(
                        "\"event\":\"action-failed\",\"action\":\"build\",\"reason\":\"\",\"attempt\":\"2\",\"deployment\":\"d\",\"step\":\"compile\"}");
    }

    @Test
    void a_library_s_message_is_one_field_and_its_exception_another() {
        var event = new LoggingEvent(
                "norn",
                context().getLogger("io.temporal"),
                Level.WARN,
                "it failed",
                new IllegalStateException("why"),
                null);
        event.setMDCPropertyMap(Map.of());
        event.setInstant(Instant.parse("2026-12-01T09:00:00Z"));

        var line = line(LogFormat.TEXT, event);

        assertThat(line.lines()).hasSize(1);
        assertThat(line).contains(" message=\"it failed\" exception=\"java.lang.IllegalStateException: why\\n\\tat ");
    }

    @Test
    void a_flood_is_cut() {
        assertThat(line(LogFormat.JSON, event("event=x reason={}", "y".repeat(100_000), null)))
                .hasSizeLessThan(5_000);
    }

    private static LoggingEvent event(String message, Object first, @Nullable Object second) {
        return event(Map.of(), message, first, second);
    }

    private static LoggingEvent event(
            Map<String, String> context, String message, Object first, @Nullable Object second) {
        var event = new LoggingEvent(
                "norn", context().getLogger("norn.worker"), Level.WARN, message, null, new Object[] {first, second});
        event.setMDCPropertyMap(context);
        event.setInstant(Instant.parse("2026-12-01T09:00:00Z"));
        return event;
    }

    private static LoggerContext context() {
        return new LoggerContext();
    }

    private static String line(LogFormat format, LoggingEvent event) {
        return new String(new EventEncoder(format).encode(event), StandardCharsets.UTF_8);
    }
}
