package norn.action;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.environment.Host;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** What leaves the host is masked first: summaries, values, artifacts. */
public final class Redaction {
    private static final long MAX_FILE_BYTES = 64L << 20;

    private Redaction() {}

    /** The evidence with every known secret of the host masked. */
    public static Evidence mask(Evidence evidence, Host host) {
        return new Evidence(
                evidence.outcome(),
                host.redact(evidence.summary()),
                maskFields(evidence.values(), host),
                evidence.artifacts(),
                evidence.met(),
                evidence.host(),
                evidence.startedAt(),
                evidence.endedAt(),
                evidence.finding());
    }

    /** Masks the file in its place; a file that holds no secret is not touched. */
    static void maskFile(Path file, Host host) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            return;
        }
        var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        var masked = host.redact(text);
        if (!masked.equals(text)) {
            Files.writeString(file, masked);
        }
    }

    private static Map<String, Object> maskFields(Map<?, ?> fields, Host host) {
        var masked = new LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> masked.put(host.redact(String.valueOf(name)), maskValue(value, host)));
        return masked;
    }

    private static @Nullable Object maskValue(@Nullable Object value, Host host) {
        if (value instanceof CharSequence text) {
            return host.redact(text.toString());
        }
        if (value instanceof Map<?, ?> map) {
            return maskFields(map, host);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> maskValue(item, host)).toList();
        }
        return value;
    }
}
