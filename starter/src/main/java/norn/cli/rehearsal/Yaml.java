package norn.cli.rehearsal;

import java.util.LinkedHashMap;
import java.util.Map;

/** YAML mappings in the order in which they are read. */
final class Yaml {
    private Yaml() {}

    static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        return map;
    }
}
