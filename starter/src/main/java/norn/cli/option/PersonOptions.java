package norn.cli.option;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who says so, and what they add. */
public final class PersonOptions {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who says so. Default: NORN_BY, else the name you are logged in with.")
    @Nullable
    public String by;

    @Option(names = "--note", paramLabel = "TEXT", description = "A remark for the record.")
    @Nullable
    String note;

    public String name() {
        if (by != null) {
            return by;
        }
        var named = System.getenv("NORN_BY");
        return named == null || named.isBlank() ? System.getProperty("user.name", "") : named;
    }

    /** The fields, in order, with {@code by} and {@code note} after them. */
    public Map<String, Object> withAuthor(Map<String, Object> fields) {
        var payload = new LinkedHashMap<>(fields);
        payload.put("by", name());
        if (note != null) {
            payload.put("note", note);
        }
        return payload;
    }
}
