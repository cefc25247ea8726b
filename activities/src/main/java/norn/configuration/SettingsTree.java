package norn.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import norn.files.LenientJson;
import norn.limit.Limits;
import norn.plan.ShortText;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Settings in a tree, YAML or its subset JSON. A key is the path to its value, with dots: {@code database.host}, an item of a list
 * by its number. A value that is there is replaced where it stands; another is added to the mapping that its path leads to.
 */
final class SettingsTree {
    private static final int MAX_CHARACTERS = 4_000_000;
    /** Texts that a reader takes for a number or a flag where they stand without quotes. */
    private static final Pattern PLAIN = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?|true|false|null");

    /** Flags as older YAML has them. */
    private static final Pattern WORD = Pattern.compile("(?i)yes|no|on|off");

    private static final Pattern ANCHOR = Pattern.compile("&\\S+\\s*");

    /** Takes over what another mapping has, as older YAML has it. */
    private static final String MERGE = "<<";

    private SettingsTree() {}

    /**
     * Its values.
     *
     * @throws IllegalArgumentException where it is no such text
     */
    static List<SettingsEntry> entries(String text) {
        var entries = new ArrayList<SettingsEntry>();
        root(text).ifPresent(root -> collect(root, "", text, entries));
        return entries;
    }

    private static Optional<Node> root(String text) {
        try {
            var settings =
                    LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();
            return new Compose(settings).composeString(text);
        } catch (YamlEngineException broken) {
            throw new IllegalArgumentException("the file is no YAML or JSON" + reason(broken), broken);
        }
    }

    private static String reason(YamlEngineException broken) {
        return broken instanceof MarkedYamlEngineException marked
                        && marked.getProblemMark().isPresent()
                ? ": line %d, %s"
                        .formatted(
                                marked.getProblemMark().orElseThrow().getLine() + 1,
                                ShortText.line(String.valueOf(marked.getProblem()), Limits.SHOWN_CHARACTERS))
                : "";
    }

    private static void collect(Node node, String path, String text, List<SettingsEntry> entries) {
        var prefix = path.isEmpty() ? "" : path + ".";
        if (node instanceof MappingNode mapping) {
            for (var pair : mapping.getValue()) {
                if (pair.getKeyNode() instanceof ScalarNode key
                        && !key.getValue().equals(MERGE)) {
                    collect(pair.getValueNode(), prefix + key.getValue(), text, entries);
                }
            }
            merge(mapping, path, text, entries);
        } else if (node instanceof SequenceNode sequence) {
            for (var i = 0; i < sequence.getValue().size(); i++) {
                collect(sequence.getValue().get(i), prefix + i, text, entries);
            }
        } else if (node instanceof ScalarNode scalar) {
            var end = place(text, scalar.getEndMark().orElseThrow());
            var start = behindAnchor(text, place(text, scalar.getStartMark().orElseThrow()), end);
            while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
                end--; // a block's end is where the next line begins
            }
            entries.add(new SettingsEntry(path, start, start, end, end, scalar.getValue()));
        }
    }

    /** An alias elsewhere refers to the anchor: it stays. */
    private static int behindAnchor(String text, int start, int end) {
        var anchor = ANCHOR.matcher(text).region(start, end);
        return anchor.lookingAt() ? anchor.end() : start;
    }

    /** What the mapping takes over from others and does not have itself. */
    private static void merge(MappingNode mapping, String path, String text, List<SettingsEntry> entries) {
        var own = new ArrayList<SettingsEntry>(entries);
        for (var pair : mapping.getValue()) {
            if (pair.getKeyNode() instanceof ScalarNode key && key.getValue().equals(MERGE)) {
                var others = pair.getValueNode() instanceof SequenceNode several
                        ? several.getValue()
                        : List.of(pair.getValueNode());
                for (var other : others) {
                    var merged = new ArrayList<SettingsEntry>();
                    collect(other, path, text, merged);
                    merged.removeIf(entry -> SettingsEntry.has(own, entry.key()));
                    entries.addAll(merged);
                    own.addAll(merged);
                }
            }
        }
    }

    private static int place(String text, Mark mark) {
        return place(text, mark.getIndex());
    }

    /** Where the character of that number stands, of which some take two places in a Java text. */
    static int place(String text, int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }

    /** The text with that value; a number or a flag without quotes where none stood in quotes before. */
    static String with(String text, String key, String value) {
        if (!SettingsEntry.has(entries(text), key)) {
            var root = root(text)
                    .orElseThrow(() -> new IllegalArgumentException("%s: the template is empty".formatted(key)));
            return new SettingsTreeAddition(text).with(root, key, isPlain("", value) ? value : LenientJson.text(value));
        }
        return replaced(text, key, before -> isPlain(before, value) ? value : LenientJson.text(value));
    }

    /** The text with nothing as the value of that key. */
    static String without(String text, String key) {
        return replaced(text, key, before -> "null");
    }

    /** The text with what is made of the value in every place of the key. */
    private static String replaced(String text, String key, UnaryOperator<String> written) {
        var entries = entries(text);
        var replaced = text;
        for (var i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            if (entry.key().equals(key)) {
                requireOwn(entry, entries);
                var before = text.substring(entry.valueStart(), entry.valueEnd());
                replaced = replaced.substring(0, entry.valueStart())
                        + (before.isEmpty() && text.startsWith(":", entry.valueStart() - 1) ? " " : "")
                        + written.apply(before)
                        + replaced.substring(entry.valueEnd());
            }
        }
        return replaced;
    }

    /** What an alias brings stands elsewhere, and is another's value in the first place. */
    private static void requireOwn(SettingsEntry entry, List<SettingsEntry> entries) {
        entries.stream()
                .filter(other -> other.valueStart() == entry.valueStart() && other.valueEnd() == entry.valueEnd())
                .findFirst()
                .filter(owner -> !owner.key().equals(entry.key()))
                .ifPresent(owner -> {
                    throw new IllegalArgumentException(
                            "%s: its value is that of %s, by an alias, and would change there too. Expected in the template: a value of its own"
                                    .formatted(entry.key(), owner.key()));
                });
    }

    private static boolean isPlain(String before, String value) {
        var quoted = before.startsWith("\"") || before.startsWith("'");
        return !quoted && (PLAIN.matcher(value).matches() || (isWord(before) && isWord(value)));
    }

    private static boolean isWord(String value) {
        return WORD.matcher(value).matches();
    }
}
