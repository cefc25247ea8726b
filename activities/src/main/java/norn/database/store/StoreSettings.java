package norn.database.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import norn.environment.Host;
import norn.yaml.Entries;

/**
 * The stores by name.
 *
 * @param named in the order of the file, which is the order in which they are backed up
 */
public record StoreSettings(@Entries Map<String, Store> named) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");

    /** Those of that host; none where its file names none. */
    static Map<String, Store> of(Host host) {
        return host.section(StoreSettings.class).map(StoreSettings::named).orElse(Map.of());
    }

    public StoreSettings {
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        for (var name : named.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "store %s: expected a name of letters, digits, hyphens, at most 40".formatted(name));
            }
        }
    }
}
