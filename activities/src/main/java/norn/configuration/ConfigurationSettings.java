package norn.configuration;

import java.util.List;
import java.util.Map;
import norn.yaml.Default;
import org.jspecify.annotations.Nullable;

/**
 * The settings files that a release needs.
 *
 * @param files by name
 */
public record ConfigurationSettings(Map<String, ConfigurationFile> files) {
    /**
     * One settings file: lines of {@code KEY=value} or {@code key: value}.
     *
     * @param component whose file it is; null: the file's name says it
     * @param from the file to begin with: absolute on this host, or relative to the release (a template that git holds)
     * @param to where it goes, relative to the release
     * @param mode its permissions, octal
     * @param separator between key and value in lines that are added
     * @param required keys that must have a value which is no placeholder
     * @param set values that this environment sets
     * @param secrets keys whose values are secrets, by the secret's name
     * @param connections keys whose values are addresses that must be reachable
     */
    public record ConfigurationFile(
            @Nullable String component,
            String from,
            String to,
            @Default("600") String mode,
            @Default("'='") String separator,
            List<String> required,
            Map<String, String> set,
            Map<String, String> secrets,
            List<String> connections) {
        public ConfigurationFile {
            if (!mode.matches("[0-7]{3}")) {
                throw new IllegalArgumentException(
                        "mode %s: right would be three octal digits, such as \"600\"".formatted(mode));
            }
        }
    }
}
