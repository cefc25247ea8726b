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
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/** A YAML 1.2 file as a tree whose nodes know their line and column. What cannot be read is a problem, not an exception. */
public final class YamlFile {
    private static final int MAX_CHARACTERS = 2_000_000;
    private static final long MAX_VALUES = 1_000_000;
    /** Where a problem lies that is the whole file's. */
    private static final String START = ":1:1";

    /** One for all: it compiles what tells numbers from text, and is only read then. */
    private static final Schema SCHEMA = new CoreSchema();

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
                .setSchema(SCHEMA)
                .setCodePointLimit(MAX_CHARACTERS)
                .setAllowNonScalarKeys(true) // they are refused where they stand, and not without a place
                .build();
        try {
            var root = new Compose(settings).composeString(text).orElse(null);
            if (root == null) {
                problems.add(name + START, "the file is empty");
            }
            return root == null ? null : node(name, root, problems);
        } catch (MarkedYamlEngineException broken) {
            problems.add(where(name, broken), "is not YAML: " + reason(broken));
        } catch (StackOverflowError deep) { // the parser goes down once for each bracket
            problems.add(name + START, "is nested too deeply")
                    .remedy("Nothing in Norn's files is more than a dozen levels deep.");
        } catch (ReaderException character) {
            problems.add(
                            where(name, text, character.getCodePoint()),
                            "is not YAML: the character U+%04X is not allowed".formatted(character.getCodePoint()))
                    .remedy("Remove it, or write it as an escape in double quotes.");
        } catch (YamlEngineException broken) {
            problems.add(
                    name + START,
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

    /** The first place of that character. */
    private static String where(String name, String text, int character) {
        var before = text.substring(0, Math.max(0, text.indexOf(character)));
        var line = before.lastIndexOf('\n') + 1;
        return "%s:%d:%d"
                .formatted(
                        name,
                        before.lines().count() + (before.endsWith("\n") || before.isEmpty() ? 1 : 0),
                        before.length() - line + 1);
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
