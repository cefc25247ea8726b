package norn.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.code.Releases;
import norn.environment.Host;
import norn.plan.Order;

/** What a settings file must hold, and what is wrong with what one holds. Messages never show values. */
public final class SettingsRenderer {
    /** Values that only show where one goes. */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)<.*>|\\$\\{.*}|\\{\\{.*}}|(?-i:__[A-Z0-9_]+__)|%[A-Z0-9_]{2,}%|@[A-Z0-9_.]{2,}@|change[-_"
                    + " ]?me.*|change[-_]this.*|your[-_ ].*|.*[-_]here|replace[-_"
                    + " ]?me.*|placeholder.*|(?:insert|enter|put)[-_ ]your[-_ ].*|fill[-_ ](?:in|me)(?![a-z]).*|to[-_"
                    + " ]be[-_ ](?:set|defined|done|filled|changed|replaced)(?![a-z]).*"
                    + "|x{3,}|\\*{3,}|\\?+|tbd|fixme|n/a|sk-(?:\\.\\.\\.|x+)|\\.\\.\\.|…|null|~|undefined|(?-i:TODO)(?:\\W.*)?"
                    + "|[;#]\\s.*|//\\s.*" // a comment, to some readers
                    + "|[a-z][a-z0-9+.-]*://(?:.*<[^<>]*>.*|.*:(?:change[-_ ]?me|your[-_"
                    + " ][^@]*|x{3,})@.*|(?:[^@/]*@)?your[-_].*)");

    private SettingsRenderer() {}

    /** The files of the order's component, or all. */
    static Map<String, ConfigurationSettings.ConfigurationFile> files(Order order, ConfigurationSettings settings) {
        var component = order.component();
        if (component == null) {
            return settings.files();
        }
        var files = new LinkedHashMap<String, ConfigurationSettings.ConfigurationFile>();
        settings.files().forEach((name, file) -> {
            if (component.equals(file.component() == null ? name : file.component())) {
                files.put(name, file);
            }
        });
        return files;
    }

    /** The file as it should be in that release. */
    static SettingsFile render(String name, ConfigurationSettings.ConfigurationFile file, Path release, Host host) {
        var from = Path.of(file.from()).isAbsolute() ? Path.of(file.from()) : Releases.inside(release, file.from());
        if (!Files.isRegularFile(from)) {
            throw new ActionFailed(
                    "TemplateMissing",
                    "configuration %s: its template %s does not exist".formatted(name, from),
                    "Create it, or fix host.configuration.files.%s.from, then RETRY.".formatted(name),
                    false);
        }
        try {
            var rendered = read(file.format(), from);
            for (var set : file.set().entrySet()) {
                rendered = rendered.with(set.getKey(), set.getValue());
            }
            for (var secret : file.secrets().entrySet()) {
                rendered = rendered.with(
                        secret.getKey(), host.secret(secret.getValue()).strip());
            }
            return rendered;
        } catch (IllegalArgumentException unfit) {
            throw new ActionFailed(
                    "ConfigurationWrong",
                    "configuration %s, %s: %s".formatted(name, from, unfit.getMessage()),
                    "Fix the template, or host.configuration.files.%s, then RETRY.".formatted(name),
                    false);
        }
    }

    /** Keys that have no value, a placeholder, or another value than this environment sets. */
    static List<String> gaps(String name, ConfigurationSettings.ConfigurationFile file, SettingsFile settings) {
        var gaps = new ArrayList<String>();
        for (var key : file.required()) {
            var value = settings.get(key).orElse("");
            if (value.isBlank()) {
                gaps.add("%s: %s has no value".formatted(name, key));
            } else if (isPlaceholder(value)) {
                gaps.add("%s: %s holds a placeholder".formatted(name, key));
            }
        }
        for (var key : file.set().keySet()) {
            if (!settings.get(key).orElse("").equals(file.set().get(key))) {
                gaps.add("%s: %s is not %s".formatted(name, key, file.set().get(key)));
            }
        }
        return gaps;
    }

    /** Whether a value only shows where one goes. */
    public static boolean isPlaceholder(String value) {
        return PLACEHOLDER.matcher(value.strip()).matches();
    }

    static ActionFailed incomplete(List<String> gaps) {
        return new ActionFailed(
                "ConfigurationIncomplete",
                String.join("; ", gaps),
                "Fill the values in in its template, or set them under host.configuration.files, then RETRY.",
                false);
    }

    static SettingsFile read(SettingsFormat format, Path file) {
        try {
            return SettingsFile.read(format, file);
        } catch (IOException unreadable) {
            throw new ActionFailed(
                    "ConfigurationWrong",
                    "a settings file cannot be read: " + unreadable.getMessage(),
                    "Fix the file, or its format under host.configuration.files, then RETRY.",
                    false,
                    unreadable);
        }
    }
}
