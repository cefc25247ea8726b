package norn.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.yaml.KindField;

/** How a settings file is written. Each kind is one record: its settings, and how values are read and changed in it. */
@KindField("kind")
public sealed interface SettingsFormat permits EnvFormat, PropertiesFormat, IniFormat, YamlFormat, JsonFormat {
    /** Every value of the text, in the order of the text. */
    List<SettingsEntry> entries(String text);

    /** All values by key, as the file's reader gets them; where a key stands twice, the last one counts. */
    default Map<String, String> values(String text) {
        var values = new LinkedHashMap<String, String>();
        entries(text).forEach(entry -> values.put(entry.key(), entry.value()));
        return values;
    }

    /**
     * The text with that value in every place of the key, or added where the format allows. Everything else stays as it is.
     *
     * @throws IllegalArgumentException where such a file cannot hold it, with the reason
     */
    String with(String text, String key, String value);

    /** The text without the key. */
    default String without(String text, String key) {
        return SettingsEntry.removed(text, entries(text), key);
    }
}
