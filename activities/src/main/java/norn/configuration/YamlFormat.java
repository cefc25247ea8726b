package norn.configuration;

import java.util.List;
import norn.yaml.Kind;

/** A YAML file; a key is the path to its value, with dots: {@code database.host}. */
@Kind("yaml")
record YamlFormat() implements SettingsFormat {
    @Override
    public List<SettingsEntry> entries(String text) {
        return SettingsTree.entries(text);
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
