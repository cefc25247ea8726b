package norn.configuration;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.code.Releases;
import norn.yaml.Default;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * The settings files that a release needs.
 *
 * @param files by name
 */
public record ConfigurationSettings(Map<String, ConfigurationFile> files) {
    public ConfigurationSettings {
        var targets = new LinkedHashMap<Path, String>();
        files.forEach((name, file) -> {
            var other = targets.putIfAbsent(Path.of(file.to()).normalize(), name);
            if (other != null) {
                throw new IllegalArgumentException(
                        "files: %s and %s both become %s, and the one written last would be found there. Expected: a place of its own for each"
                                .formatted(other, name, file.to()));
            }
        });
    }

    /**
     * One settings file.
     *
     * @param component whose file it is; null: the file's name says it
     * @param from its template: absolute on this host, or relative to the release
     * @param to where it goes, relative to the release
     * @param mode its permissions, octal
     * @param format how it is written
     * @param required keys that must have a value which is no placeholder
     * @param set values that this environment sets
     * @param secrets keys whose values are secrets, by the secret's name
     * @param connections keys whose values are addresses that must be reachable
     * @param values evidence values by name, and the key whose value each is; no secrets
     */
    public record ConfigurationFile(
            @Refers("services.components") @Nullable String component,
            String from,
            String to,
            @Default("600") String mode,
            @Default("{kind: env}") SettingsFormat format,
            List<String> required,
            Map<String, String> set,
            @Refers("secrets") Map<String, String> secrets,
            List<String> connections,
            Map<String, String> values) {
        public ConfigurationFile {
            Releases.requireInside("to", to);
            if (!from.startsWith("/")) {
                Releases.requireInside("from", from);
            }
            if (!mode.matches("[0-7]{3}")) {
                throw new IllegalArgumentException(
                        "mode %s: expected three octal digits, such as \"600\"".formatted(mode));
            }
        }
    }
}
