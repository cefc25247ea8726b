package norn.configuration;

import java.util.Map;
import java.util.Optional;

/** A settings file's text, read and changed as its format has it. */
public record SettingsFile(SettingsFormat format, String text) {
    /** The value of a key, without quotes around it. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values().get(key));
    }

    /** All values by key. */
    public Map<String, String> values() {
        return format.values(text);
    }

    /** The same file with that value for the key. */
    public SettingsFile with(String key, String value) {
        return new SettingsFile(format, format.with(text, key, value));
    }

    /** The same file without the key. */
    public SettingsFile without(String key) {
        return new SettingsFile(format, format.without(text, key));
    }
}
