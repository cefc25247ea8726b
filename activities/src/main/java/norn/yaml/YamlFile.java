package norn.yaml;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A YAML 1.2 file as a tree whose nodes know their line and column. What cannot be read is a problem, not an exception. */
public final class YamlFile {
    private static final int MAX_CHARACTERS = 2_000_000;
    private static final long MAX_VALUES = 1_000_000;

    private YamlFile() {}

    /** The file's root, or null where it cannot be read; then a problem is added. */
    public static @Nullable YamlNode read(Path file, Problems problems) {
        var name = String.valueOf(file.getFileName());
        try {
            return parse(name, Files.readString(file), problems);
        } catch (NoSuchFileException missing) {
            problems.add(file.toString(), "no such file");
        } catch (MalformedInputException notText) {
            problems.add(file.toString(), "is not UTF-8 text").remedy("Save it as UTF-8.");
        } catch (IOException unreadable) {
            problems.add(file.toString(), "cannot be read: " + unreadable.getMessage());
        }
        return null;
    }

    /** The text's root, or null where it is no YAML or empty; then a problem is added. {@code name} is for people. */
    public static @Nullable YamlNode parse(String name, String text, Problems problems) {
        var settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            var root = new Compose(settings).composeString(text).orElse(null);
            if (root == null) {
                problems.add(name + ":1:1", "the file is empty");
            }
            return root == null ? null : node(name, root, problems);
        } catch (MarkedYamlEngineException broken) {
            problems.add(where(name, broken), "is not YAML: " + reason(broken));
        } catch (StackOverflowError deep) { // the parser goes down once for each bracket
            problems.add(name, "is nested too deeply")
                    .remedy("Nothing in Norn's files is more than a dozen levels deep.");
        } catch (YamlEngineException broken) {
            problems.add(
                    name,
                    "is not YAML: "
                            + ShortText.line(String.valueOf(broken.getMessage()), 300)
                                    .replaceFirst("\\.+$", ""));
        }
        return null;
    }

    private static @Nullable YamlNode node(String name, Node root, Problems problems) {
        var node = new YamlNode(name, "", root, null, problems);
        if (YamlTree.isRecursive(root)) {
            node.problem("an alias refers to something that holds the alias").remedy("Write it out.");
        } else if (YamlTree.values(root) > MAX_VALUES) {
            node.problem("its aliases, written out, come to more than %,d values".formatted(MAX_VALUES))
                    .remedy("Write less, or fewer aliases.");
        } else {
            return node;
        }
        return null;
    }

    private static String where(String name, MarkedYamlEngineException broken) {
        return broken.getProblemMark()
                .map(mark -> "%s:%d:%d".formatted(name, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(name);
    }

    private static String reason(MarkedYamlEngineException broken) {
        var context = broken.getContext();
        return ShortText.line((context == null ? "" : context + ", ") + broken.getProblem(), 300);
    }
}
