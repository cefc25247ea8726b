package norn.database.content;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What differs between two contents of databases. */
public final class ContentDifference {
    private ContentDifference() {}

    /** What differs, by name and in the order of names: {@code here / there}; empty where nothing does. */
    public static Map<String, String> between(Map<String, String> ours, Map<String, String> theirs) {
        var names = new TreeMap<>(ours);
        names.putAll(theirs);
        var difference = new LinkedHashMap<String, String>();
        for (var name : names.keySet()) {
            var here = ours.getOrDefault(name, "absent");
            var there = theirs.getOrDefault(name, "absent");
            if (!here.equals(there)) {
                difference.put(name, "%s / %s".formatted(here, there));
            }
        }
        return difference;
    }
}
