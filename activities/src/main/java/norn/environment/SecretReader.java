package norn.environment;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
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
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A chain of certificates has a few thousand. */
    private static final long MAX_BYTES = 1 << 20;

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
            if (value == null) {
                missing.put(name, "the variable %s is not set".formatted(source.env()));
            } else {
                put(name, value, "the variable " + source.env());
            }
        } else if (source.file() != null) {
            readFile(name, node, source.file());
        }
    }

    /** As editors and {@code echo} end it: without a byte order mark, and without the end of the line. */
    private void put(String name, String text, String where) {
        var value = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).stripTrailing();
        if (value.isBlank()) {
            missing.put(name, where + " is empty");
        } else if (value.indexOf('\0') >= 0) {
            missing.put(name, where + " is no text: it has zero bytes, as UTF-16 has. Expected: UTF-8");
        } else {
            values.put(name, value);
        }
    }

    private void readFile(String name, YamlNode node, Path file) {
        try {
            var attributes = Files.readAttributes(file, PosixFileAttributes.class);
            if (!attributes.isRegularFile()) {
                missing.put(
                        name,
                        "%s is no file, but %s"
                                .formatted(file, attributes.isDirectory() ? "a folder" : "a device or a pipe"));
                return;
            }
            if (attributes.size() > MAX_BYTES) {
                missing.put(name, "%s is larger than a secret: %d bytes".formatted(file, attributes.size()));
                return;
            }
            checkPermissions(node, file, attributes.permissions());
            put(name, Files.readString(file), file.toString());
        } catch (NoSuchFileException none) {
            missing.put(
                    name,
                    "%s %s"
                            .formatted(
                                    file,
                                    Files.isSymbolicLink(file) ? "is a link that leads nowhere" : "does not exist"));
        } catch (AccessDeniedException denied) {
            missing.put(name, "%s may not be read by the user %s".formatted(file, System.getProperty("user.name")));
        } catch (MalformedInputException notText) {
            missing.put(name, file + " is not UTF-8 text");
        } catch (IOException unreadable) {
            missing.put(name, "%s cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }

    /** A folder on its way that is closed to others closes the file too. */
    private static void checkPermissions(YamlNode node, Path file, Set<PosixFilePermission> permissions)
            throws IOException {
        var readable = permissions.contains(PosixFilePermission.OTHERS_READ);
        if ((!readable && !permissions.contains(PosixFilePermission.OTHERS_WRITE)) || isClosedToOthers(file)) {
            return;
        }
        node.problem("%s can be %s by everybody".formatted(file, readable ? "read" : "changed"))
                .expected("mode 600 or 640")
                .remedy(
                        "chmod 600 %s; where a container gets it mounted: defaultMode: 0400 (Kubernetes), mode: 0400 (Docker)"
                                .formatted(file));
    }

    private static boolean isClosedToOthers(Path file) throws IOException {
        for (var folder = file.toRealPath().getParent(); folder != null; folder = folder.getParent()) {
            if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return true;
            }
        }
        return false;
    }
}
