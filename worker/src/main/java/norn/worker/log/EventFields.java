package norn.worker.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one log event. A message of ours is written {@code event=name key={} key={}}, so each value is known as it is, spaces
 * and all; any other message is one field. What the thread is at work for (deployment, step, attempt; of the SDK the run) comes after.
 */
final class EventFields {
    private static final Pattern WORDS = Pattern.compile("event=[a-z0-9-]+(?: [A-Za-z]+=\\{})*");
    private static final String HOLE = "{}";

    private EventFields() {}

    static Map<String, String> of(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, String>();
        var message = String.valueOf(event.getMessage());
        if (WORDS.matcher(message).matches()) {
            var values = event.getArgumentArray();
            var next = 0;
            for (var word : message.split(" ", -1)) {
                var equals = word.indexOf('=');
                var value = word.substring(equals + 1);
                if (value.equals(HOLE)) {
                    value = values == null || next >= values.length ? "" : text(values[next]);
                    next++;
                }
                fields.put(word.substring(0, equals), value);
            }
        } else {
            fields.put("message", event.getFormattedMessage());
        }
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        return fields;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
