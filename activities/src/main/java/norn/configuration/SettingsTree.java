package norn.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import norn.files.LenientJson;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Settings in a tree, YAML or its subset JSON. A key is the path to its value, with dots: {@code database.host}, an item of a list
 * by its number. A value that is there is replaced where it stands; a new one has no place, so it must be in the template.
 */
final class SettingsTree {
    private static final int MAX_CHARACTERS = 4_000_000;
    /** Texts that a reader takes for a number or a flag where they stand without quotes. */
    private static final Pattern PLAIN = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?|true|false|null");

    private SettingsTree() {}

    /**
     * Its values.
     *
     * @throws IllegalArgumentException where it is no such text
     */
    static List<SettingsEntry> entries(String text) {
        var entries = new ArrayList<SettingsEntry>();
        try {
            var settings =
                    LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();
            new Compose(settings).composeString(text).ifPresent(root -> collect(root, "", text, entries));
        } catch (YamlEngineException broken) {
            throw new IllegalArgumentException("the file is no YAML or JSON", broken);
        }
        return entries;
    }

    private static void collect(Node node, String path, String text, List<SettingsEntry> entries) {
        var prefix = path.isEmpty() ? "" : path + ".";
        if (node instanceof MappingNode mapping) {
            for (var pair : mapping.getValue()) {
                if (pair.getKeyNode() instanceof ScalarNode key) {
                    collect(pair.getValueNode(), prefix + key.getValue(), text, entries);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            for (var i = 0; i < sequence.getValue().size(); i++) {
                collect(sequence.getValue().get(i), prefix + i, text, entries);
            }
        } else if (node instanceof ScalarNode scalar) {
            var start = place(text, scalar.getStartMark().orElseThrow());
            var end = place(text, scalar.getEndMark().orElseThrow());
            entries.add(new SettingsEntry(path, start, start, end, end, scalar.getValue()));
        }
    }

    private static int place(String text, Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    /** The text with that value; a number or a flag without quotes where one stood without quotes before. */
    static String with(String text, String key, String value) {
        var entries = entries(text);
        if (!SettingsEntry.has(entries, key)) {
            throw new IllegalArgumentException("%s: the template has no such value to replace".formatted(key));
        }
        var written = LenientJson.text(value);
        var replaced = text;
        for (var i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            if (entry.key().equals(key)) {
                var quoted = text.startsWith("\"", entry.valueStart()) || text.startsWith("'", entry.valueStart());
                replaced = replaced.substring(0, entry.valueStart())
                        + (!quoted && PLAIN.matcher(value).matches() ? value : written)
                        + replaced.substring(entry.valueEnd());
            }
        }
        return replaced;
    }

    /** The text with nothing as the value of that key. */
    static String without(String text, String key) {
        return SettingsEntry.replaced(text, entries(text), key, "null");
    }
}
