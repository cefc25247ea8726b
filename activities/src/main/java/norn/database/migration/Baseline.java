package norn.database.migration;

import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/** The version that a database without Norn's history is at, as people state it; what is above it is to be applied. */
public final class Baseline {
    /** No migration was ever applied, not even one of the number 0. */
    public static final String NONE = "none";

    private static final Pattern VERSION = Pattern.compile("\\d+(?:[._-]\\d+)*");

    /** Below every number that a migration may have. */
    private static final String BELOW_ALL = "-1";

    private Baseline() {}

    /**
     * Refuses what is no version.
     *
     * @param stated null: none is stated
     */
    public static void require(@Nullable String stated) {
        if (stated != null && !stated.equals(NONE) && !VERSION.matcher(stated).matches()) {
            throw new IllegalArgumentException(
                    "baseline %s: expected the number of a migration, such as \"16\" of 016_name.sql, or none where no migration was ever applied"
                            .formatted(stated));
        }
    }

    /** The version; where none is stated, below all. */
    static MigrationVersion version(@Nullable String stated) {
        return MigrationVersion.fromVersion(
                stated == null || stated.equals(NONE) ? BELOW_ALL : stated.replace('-', '.'));
    }
}
