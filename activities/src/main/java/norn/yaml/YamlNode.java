package norn.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file, which knows its line and column. Asking it for what it is not adds a problem and answers something empty. */
public final class YamlNode {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    /** What is written there by mistake may be the secret itself. */
    private static final Pattern SECRET = Pattern.compile("(^|\\.)secrets\\.");

    private static final String MERGE = "<<";

    private final String file;
    private final String path;
    private final Node node;
    /** The key in front of it; null for items of a list and the root. */
    private final @Nullable Node key;

    private final Problems problems;
    private @Nullable Map<String, YamlNode> fields;

    YamlNode(String file, String path, Node node, @Nullable Node key, Problems problems) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.key = key;
        this.problems = problems;
    }

    /** File, line, column and path of the value, such as {@code production.yaml:14:9  hosts.game.address}. */
    public String where() {
        return at(node);
    }

    /** Like {@link #where()}, but of the key in front of the value. */
    public String whereKey() {
        return at(key == null ? node : key);
    }

    /** The path of field names from the root, such as {@code hosts.game.address}; empty for the root. */
    public String path() {
        return path;
    }

    /** The name of its file. */
    public String file() {
        return file;
    }

    /** Line of the value in its file, from 1. */
    public int line() {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** Column of the value, from 1. */
    public int column() {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }

    /** Where problems with it are collected. */
    public Problems problems() {
        return problems;
    }

    /** Adds a problem at the value. */
    public Problems.Note problem(String what) {
        return problems.add(where(), what);
    }

    /** Adds a problem at the key in front of the value. */
    public Problems.Note keyProblem(String what) {
        return problems.add(whereKey(), what);
    }

    /** It has fields. */
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** It has items. */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Text, a number, a flag, or nothing. */
    public boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** A key with nothing behind it, or {@code null}. */
    public boolean isNothing() {
        return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
    }

    /** An integer or a fraction. */
    public boolean isNumber() {
        return Tag.INT.equals(node.getTag()) || Tag.FLOAT.equals(node.getTag());
    }

    /** {@code true} or {@code false}. */
    public boolean isFlag() {
        return Tag.BOOL.equals(node.getTag());
    }

    /** Its fields in their order; a repeated one is a problem, and so is a value that has no fields. */
    public Map<String, YamlNode> fields() {
        if (fields == null) {
            fields = Collections.unmodifiableMap(readFields());
        }
        return fields;
    }

    /** The field of that name, or null where there is none. */
    public @Nullable YamlNode field(String name) {
        return fields().get(name);
    }

    /** Its items; a value that is no list is a problem. */
    public List<YamlNode> items() {
        if (!(node instanceof SequenceNode sequence)) {
            problem("is " + kind()).expected("a list");
            return List.of();
        }
        var items = new ArrayList<YamlNode>();
        for (var item : sequence.getValue()) {
            items.add(new YamlNode(file, "%s[%d]".formatted(path, items.size()), item, null, problems));
        }
        return items;
    }

    /** A list's items, or the one value itself where a list of one was written without brackets. */
    public List<YamlNode> itemsOrOne() {
        if (isNothing()) {
            return List.of();
        }
        return isList() ? items() : List.of(this);
    }

    /** The text as it is written: also of a number or flag. Empty, with a problem, for anything else. */
    public String text() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return scalar.getValue();
        }
        problem("is " + kind()).expected("text");
        return "";
    }

    /** Adds a problem for every field that is not one of those, with what was probably meant. */
    public void allow(String... names) {
        allow(Arrays.asList(names));
    }

    /** Adds a problem for every field that is not one of those, with what was probably meant. */
    public void allow(Collection<String> names) {
        fields().forEach((name, value) -> {
            if (!names.contains(name)) {
                value.keyProblem("unknown field").known(names).meant(name, names);
            }
        });
    }

    /** The value as plain Java: text, Long, Double, Boolean, List, an ordered Map, or null. */
    public @Nullable Object value() {
        if (isMapping()) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            fields().forEach((name, value) -> map.put(name, value.value()));
            return map;
        }
        if (isList()) {
            var list = new ArrayList<@Nullable Object>();
            items().forEach(item -> list.add(item.value()));
            return list;
        }
        return isNothing() ? null : scalar();
    }

    /** What it is, for people. */
    public String kind() {
        if (isNothing()) {
            return "empty";
        }
        if (isMapping()) {
            return "a mapping with fields";
        }
        if (isList()) {
            return "a list";
        }
        if (SECRET.matcher(path).find()) {
            return "a text that is not shown here";
        }
        return "'%s'".formatted(ShortText.line(text(), 60));
    }

    private Object scalar() {
        var text = text();
        try {
            if (Tag.BOOL.equals(node.getTag())) {
                return Boolean.parseBoolean(text);
            }
            if (Tag.INT.equals(node.getTag())) {
                return Long.decode(text.replaceFirst("^0o", "0"));
            }
            if (Tag.FLOAT.equals(node.getTag())) {
                return Double.parseDouble(text.replace(".inf", "Infinity"));
            }
        } catch (NumberFormatException beyondRange) {
            problem("is a number that is too large");
        }
        return text;
    }

    private Map<String, YamlNode> readFields() {
        var found = new LinkedHashMap<String, YamlNode>();
        if (!(node instanceof MappingNode mapping)) {
            problem("is " + kind()).expected("a mapping with fields");
            return found;
        }
        for (var pair : mapping.getValue()) {
            if (!(pair.getKeyNode() instanceof ScalarNode name)) {
                problems.add(at(pair.getKeyNode()), "a field's name must be a word");
                continue;
            }
            if (name.getValue().equals(MERGE)) {
                continue;
            }
            var child = new YamlNode(file, below(name.getValue()), pair.getValueNode(), name, problems);
            var earlier = found.putIfAbsent(name.getValue(), child);
            if (earlier != null) {
                child.keyProblem("is there twice, first in line %d".formatted(earlier.keyLine()))
                        .remedy("Remove one of them.");
            }
        }
        merged(mapping)
                .forEach(other ->
                        new YamlNode(file, path, other, null, problems).fields().forEach(found::putIfAbsent));
        return found;
    }

    /** The mappings whose fields it takes over, by an alias as older YAML has it, where it does not have them itself. */
    private static List<Node> merged(MappingNode mapping) {
        return mapping.getValue().stream()
                .filter(pair -> pair.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(MERGE))
                .map(NodeTuple::getValueNode)
                .flatMap(
                        value -> value instanceof SequenceNode several ? several.getValue().stream() : Stream.of(value))
                .toList();
    }

    private int keyLine() {
        return (key == null ? node : key)
                .getStartMark()
                .map(mark -> mark.getLine() + 1)
                .orElse(0);
    }

    private String below(String name) {
        var step = PLAIN_KEY.matcher(name).matches() ? name : "'" + name.replaceAll("[\\p{Cntrl}]", " ") + "'";
        return path.isEmpty() ? step : path + "." + step;
    }

    private String at(Node place) {
        var position = place.getStartMark()
                .map(mark -> "%s:%d:%d".formatted(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(file);
        return path.isEmpty() ? position : position + "  " + path;
    }
}
