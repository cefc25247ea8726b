package norn.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import norn.yaml.RecordReader;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Reads the part {@code host} of an environment's file: sections into capabilities' settings, strictly, and secrets. */
public final class HostReader {
    private final Map<String, Class<?>> sections;
    private final Map<String, String> variables;

    /**
     * A reader for those sections.
     *
     * @param sections what each section is read into, by its name
     * @param variables this process' environment, where secrets may come from
     */
    public HostReader(Map<String, Class<?>> sections, Map<String, String> variables) {
        this.sections = new LinkedHashMap<>(sections);
        this.variables = variables;
    }

    /** The host, or null where something is wrong; every problem is added with its line and column. */
    public @Nullable LoadedHost read(String environment, YamlNode node) {
        if (!node.isMapping()) {
            node.problem("is " + node.kind()).expected("a mapping with the sections " + known());
            return null;
        }
        node.allow(known());
        var before = node.problems().list().size();
        var records = records(node);
        var secrets = new SecretReader(environment, variables).read(node.field("secrets"));
        var named = named(node, secrets.variables());
        var settings = new ArrayList<Object>();
        var reader = new RecordReader();
        sections.forEach((name, type) -> {
            var section = node.field(name);
            var read = section == null ? null : reader.read(section, type);
            if (read != null) {
                settings.add(read);
            }
        });
        reader.references().forEach(reference -> reference.check(node));
        if (records == null || node.problems().list().size() > before) {
            return null;
        }
        return new LoadedHost(environment, records, settings, secrets.values(), secrets.missing(), text(node))
                .passing(named, present(secrets.variables()));
    }

    private Map<String, String> present(Set<String> names) {
        var present = new LinkedHashMap<String, String>();
        for (var name : names) {
            var value = variables.get(name);
            if (value != null) {
                present.put(name, value);
            }
        }
        return present;
    }

    /** The variables that the file names, where this process has them. */
    private Map<String, String> named(YamlNode node, Set<String> secret) {
        var field = node.field("variables");
        var named = new LinkedHashMap<String, String>();
        for (var item : field == null ? List.<YamlNode>of() : field.itemsOrOne()) {
            var name = new RecordReader().read(item, String.class);
            if (name == null) {
                continue;
            }
            if (secret.contains(name) || name.startsWith("TEMPORAL_")) {
                item.problem("%s is a secret: every command, and all that it starts, would have it".formatted(name))
                        .expected("the name of a variable that is none, such as CCACHE_DIR");
            }
            var value = variables.get(name);
            if (value != null) {
                named.put(name, value);
            }
        }
        return named;
    }

    private static @Nullable Path records(YamlNode node) {
        var records = node.field("records");
        if (records == null) {
            node.problem("the field records is missing").expected("a folder for records, evidence and the fence");
            return null;
        }
        var path = new RecordReader().read(records, Path.class);
        if (path != null && !path.isAbsolute()) {
            records.problem("is a relative path").expected("one that begins with /");
            return null;
        }
        return path;
    }

    private List<String> known() {
        var known = new ArrayList<>(List.of("records", "secrets", "variables"));
        known.addAll(sections.keySet());
        return known;
    }

    /** One value a line, sorted by path, so that two files that say the same have the same text. */
    private static String text(YamlNode host) {
        var lines = new TreeMap<String, String>();
        flatten("", host.value(), lines);
        var text = new StringBuilder();
        lines.forEach((path, value) -> text.append(path)
                .append(" = ")
                .append(path.matches("secrets\\..*\\.value") ? "***" : value.replace("\n", "\\n"))
                .append('\n'));
        return text.toString();
    }

    private static void flatten(String path, @Nullable Object value, Map<String, String> lines) {
        var prefix = path.isEmpty() ? "" : path + ".";
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((name, field) -> flatten(prefix + name, field, lines));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (var i = 0; i < list.size(); i++) {
                flatten("%s%04d".formatted(prefix, i), list.get(i), lines);
            }
        } else {
            lines.put(path, String.valueOf(value));
        }
    }
}
