package norn.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The contract's words as people write them: {@code go}, {@code No-Go} and {@code roll back} are understood. */
final class MessageWords {
    private static final List<String> FIELDS = List.of("verdict", "outcome", "choice", "severity", "state");

    private MessageWords() {}

    /** The message with the contract's own words. */
    static ObjectNode corrected(ObjectNode message) {
        var corrected = message.deepCopy();
        for (var field : FIELDS) {
            var written = message.get(field);
            if (written != null && written.isTextual()) {
                corrected.put(field, word(written.asText()));
            }
        }
        return corrected;
    }

    private static String word(String written) {
        return written.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }
}
