package norn.retention;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something of an earlier deployment that is retained on this host.
 *
 * @param name unique with its kind, as people name it: {@code release/v0.8.0}
 * @param since when it was made; null: not known
 * @param neededFor why it may not be removed; null: nothing needs it
 */
record RetainedItem(
        RetainedKind kind,
        String name,
        @Nullable Instant since,
        long sizeBytes,
        @Nullable String neededFor) {
    enum RetainedKind {
        RELEASE,
        DUMP,
        DATABASE,
        /** A backup of a store. */
        BACKUP,
        /** A database that was set aside beside a store, or that a kill left behind there. */
        STORE;

        /** As the first part of a name. */
        String text() {
            return switch (this) {
                case RELEASE -> "release";
                case DUMP -> "dump";
                case DATABASE -> "database";
                case BACKUP -> "backup";
                case STORE -> "store";
            };
        }
    }

    /** The name with its kind. */
    String fullName() {
        return kind.text() + "/" + name;
    }

    boolean isNeeded() {
        return neededFor != null;
    }

    /** Whether it was made before that instant; not where nobody knows when it was made. */
    boolean isBefore(Instant instant) {
        return since != null && since.isBefore(instant);
    }

    /** As evidence has it. */
    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", fullName());
        fields.put("since", since == null ? "unknown" : since.toString());
        fields.put("sizeBytes", sizeBytes);
        if (neededFor != null) {
            fields.put("neededFor", neededFor);
        }
        return fields;
    }
}
