package norn.configuration;

import java.util.LinkedHashMap;
import java.util.Map;
import norn.yaml.Kind;

/** A JSON file; a key is the path to its value, with dots: {@code database.host}. */
@Kind("json")
record JsonFormat() implements SettingsFormat {
    @Override
    public Map<String, String> values(String text) {
        var values = new LinkedHashMap<String, String>();
        SettingsTree.entries(text).forEach(entry -> values.put(entry.key(), entry.value()));
        return values;
    }

    @Override
    public String with(String text, String key, String value) {
        return SettingsTree.with(text, key, value);
    }

    @Override
    public String without(String text, String key) {
        return SettingsTree.without(text, key);
    }
}
