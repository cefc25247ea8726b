package norn.database.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.action.Attempt;
import norn.database.postgres.PostgresSettings;

/**
 * What lies in the folder of migrations and is none, as the environment says with the reason for each: the names of its files and folders,
 * in which {@code *} stands for any characters. The longest that fits says why.
 *
 * @param reasons by name or pattern
 */
public record MigrationExclusions(Map<String, String> reasons) {
    /** The setting's name, and that of the evidence's value. */
    public static final String SETTING = "excludedFromMigrations";

    /** Nothing is excluded. */
    static final MigrationExclusions NONE = new MigrationExclusions(Map.of());

    /**
     * @throws IllegalArgumentException naming one that could exclude nothing, or bears no reason
     */
    public MigrationExclusions {
        reasons = new LinkedHashMap<>(reasons);
        reasons.forEach((name, reason) -> {
            if (name.isBlank() || name.contains("/")) {
                throw new IllegalArgumentException(
                        "%s: %s: expected the name of a file or folder that lies in the folder of migrations itself; * stands for any characters of it"
                                .formatted(SETTING, name));
            }
            if (reason.isBlank()) {
                throw new IllegalArgumentException(
                        "%s: %s: expected the reason, for whoever reads the evidence".formatted(SETTING, name));
            }
        });
    }

    /** Those of the attempt's environment. */
    static MigrationExclusions of(Attempt attempt) {
        return new MigrationExclusions(attempt.settings(PostgresSettings.class).excludedFromMigrations());
    }

    /** Whether it stands there by its whole name. */
    boolean names(Path entry) {
        return reasons.containsKey(nameOf(entry));
    }

    /** The name or pattern that fits it best. */
    Optional<String> fitting(Path entry) {
        return names(entry)
                ? Optional.of(nameOf(entry))
                : reasons.keySet().stream()
                        .filter(pattern -> fits(pattern, nameOf(entry)))
                        .max((one, other) -> Integer.compare(one.length(), other.length()));
    }

    /** Why it is excluded, where it is. */
    Optional<String> reason(Path entry) {
        return fitting(entry).map(reasons::get);
    }

    /** Those that fit none of these. */
    List<String> fittingNone(List<Path> entries) {
        var none = new ArrayList<String>();
        for (var pattern : reasons.keySet()) {
            if (entries.stream().noneMatch(entry -> fits(pattern, nameOf(entry)))) {
                none.add(pattern);
            }
        }
        return none;
    }

    private static boolean fits(String pattern, String name) {
        var expression = Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
    }

    private static String nameOf(Path entry) {
        return String.valueOf(entry.getFileName());
    }
}
