package norn.action;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.environment.Hands;
import norn.journal.Evidence;
import org.jspecify.annotations.Nullable;

/** What leaves the host is masked first: summaries, values, artifacts. */
final class Redaction {
    private static final long LARGEST_FILE_BYTES = 64L << 20;

    private Redaction() {}

    static Evidence mask(Evidence evidence, Hands hands) {
        return new Evidence(
                evidence.outcome(),
                hands.redact(evidence.summary()),
                maskFields(evidence.values(), hands),
                evidence.artifacts(),
                evidence.met(),
                evidence.host(),
                evidence.startedAt(),
                evidence.endedAt());
    }

    /** Masks the file in its place; a file that holds no secret is not touched. */
    static void maskFile(Path file, Hands hands) throws IOException {
        if (Files.size(file) > LARGEST_FILE_BYTES) return;
        var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        var masked = hands.redact(text);
        if (!masked.equals(text)) Files.writeString(file, masked);
    }

    private static Map<String, Object> maskFields(Map<?, ?> fields, Hands hands) {
        var masked = new LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> masked.put(hands.redact(String.valueOf(name)), maskValue(value, hands)));
        return masked;
    }

    private static @Nullable Object maskValue(@Nullable Object value, Hands hands) {
        if (value instanceof CharSequence text) return hands.redact(text.toString());
        if (value instanceof Map<?, ?> map) return maskFields(map, hands);
        if (value instanceof List<?> list)
            return list.stream().map(item -> maskValue(item, hands)).toList();
        return value;
    }
}
