package norn.worker.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import norn.files.LenientJson;
import norn.plan.ShortText;

/** Writes each log event as one line, whatever it holds. */
final class EventEncoder extends EncoderBase<ILoggingEvent> {
    private static final int MAX_CHARACTERS = 4_000;

    private final LogFormat format;

    EventEncoder(LogFormat format) {
        this.format = format;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        EventFields.of(event).forEach(fields::putIfAbsent);
        var thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.put("exception", exception(thrown));
        }
        fields.replaceAll((name, value) -> ShortText.of(value, MAX_CHARACTERS));
        var line = format == LogFormat.JSON ? LenientJson.line(fields) : text(fields);
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String exception(IThrowableProxy thrown) {
        return ThrowableProxyUtil.asString(thrown).strip();
    }

    private static String text(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + quoted(field.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** A value with a space, a quote or an end of line stands in quotes, as JSON would have it. */
    private static String quoted(String value) {
        var isPlain = !value.isEmpty()
                && value.chars()
                        .allMatch(each -> each > ' ' && each != '"' && each != '=' && each != '\\' && each != 127);
        return isPlain ? value : LenientJson.line(value);
    }
}
