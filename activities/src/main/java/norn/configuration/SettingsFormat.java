package norn.configuration;

import java.util.Map;
import norn.yaml.KindField;

/** How a settings file is written. Each kind is one record: its settings, and how values are read and changed in it. */
@KindField("kind")
public sealed interface SettingsFormat permits EnvFormat, PropertiesFormat, IniFormat, YamlFormat, JsonFormat {
    /** All values by key, as the file's reader gets them; where a key stands twice, the last one counts. */
    Map<String, String> values(String text);

    /**
     * The text with that value in every place of the key, or added where the format allows. Everything else stays as it is.
     *
     * @throws IllegalArgumentException where such a file cannot hold it, with the reason
     */
    String with(String text, String key, String value);

    /** The text without the key. */
    String without(String text, String key);
}
