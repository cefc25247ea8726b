package norn.runbook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a rollback restores. */
public enum RollbackMode {
    /** The code alone where the old release works on the new schema, else code and database. */
    AUTO,
    /** The code, configuration and services; the database stays. */
    CODE,
    /** Code and database. */
    DATABASE;

    /** The name in messages, such as {@code database}. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of that name.
     *
     * @throws IllegalArgumentException naming the known modes, if there is none
     */
    @JsonCreator
    public static RollbackMode of(String id) {
        for (var mode : values()) {
            if (mode.id().equals(id)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("%s: no such mode. Known: auto, code, database".formatted(id));
    }
}
