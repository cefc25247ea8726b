package norn.environment;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import norn.yaml.RecordReader;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets: {@code {file: /path}}, {@code {env: NAME}}, and in a rehearsal {@code {value: …}}. One that this host does not
 * have is no problem of the file: reading the policy alone needs none. It is missing once an action asks for it.
 */
final class SecretReader {
    private final boolean rehearsal;
    private final Map<String, String> variables;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Set<String> sources = new LinkedHashSet<>();

    SecretReader(String environment, Map<String, String> variables) {
        this.rehearsal = environment.startsWith("rehearsal");
        this.variables = variables;
    }

    /** What was read: values by name, for each that is missing why, and the variables that secrets come from. */
    record ReadSecrets(Map<String, String> values, Map<String, String> missing, Set<String> variables) {}

    /** Where a secret's value comes from: one of the three. */
    record SecretSource(
            @Nullable Path file,
            @Nullable String env,
            @Nullable String value) {
        SecretSource {
            if ((file == null ? 0 : 1) + (env == null ? 0 : 1) + (value == null ? 0 : 1) != 1) {
                throw new IllegalArgumentException("a secret needs exactly one of file, env, value");
            }
        }
    }

    ReadSecrets read(@Nullable YamlNode secrets) {
        if (secrets != null) {
            secrets.fields().forEach((name, node) -> {
                var source = new RecordReader().read(node, SecretSource.class);
                if (source != null) {
                    read(name, node, source);
                }
            });
        }
        return new ReadSecrets(values, missing, sources);
    }

    private void read(String name, YamlNode node, SecretSource source) {
        if (source.value() != null) {
            if (!rehearsal) {
                node.problem("a secret is written in the file itself").expected("{file: /path} or {env: NAME}");
            }
            values.put(name, source.value());
        } else if (source.env() != null) {
            sources.add(source.env());
            var value = variables.get(source.env());
            if (value == null || value.isBlank()) {
                missing.put(name, "the variable %s is %s".formatted(source.env(), value == null ? "not set" : "empty"));
            } else {
                values.put(name, value);
            }
        } else if (source.file() != null) {
            readFile(name, node, source.file());
        }
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private void readFile(String name, YamlNode node, Path file) {
        try {
            if (!Files.exists(file)) {
                missing.put(name, file + " does not exist");
                return;
            }
            var permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                node.problem(file + " can be read by everybody")
                        .expected("mode 600 or 640")
                        .remedy("chmod 600 " + file);
            }
            var value = withoutByteOrderMark(Files.readString(file)).stripTrailing();
            if (value.isEmpty()) {
                missing.put(name, file + " is empty");
            } else {
                values.put(name, value);
            }
        } catch (MalformedInputException notText) {
            missing.put(name, file + " is not UTF-8 text");
        } catch (IOException unreadable) {
            missing.put(name, "%s cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }
}
