package norn.configuration;

import java.util.Map;
import norn.yaml.KindField;

/** How a settings file is written. Each kind is one record: its settings, and how values are read and changed in it. */
@KindField("kind")
public sealed interface SettingsFormat permits EnvFormat, PropertiesFormat {
    /** All values by key; where a key stands twice, the last one counts. */
    Map<String, String> values(String text);

    /** The text with that value in every place of the key, or added at the end. Everything else stays as it is. */
    String with(String text, String key, String value);

    /** The text without the key. */
    String without(String text, String key);
}
