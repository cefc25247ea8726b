package norn.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import norn.action.Action;
import norn.plan.ShortText;
import norn.runbook.PhaseName;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * Runbooks by name: {@code runbooks/NAME.yaml} (or {@code runbooks/NAME/runbook.yaml} with a file a phase beside it) in the
 * configuration folder, else the built-in one.
 */
public final class Catalog {
    /** The runbook that is meant where none is named. */
    public static final String DEFAULT = "ragnarok-ai-world";

    /** The built-in runbooks. */
    public static final List<String> BUILT_IN = List.of(DEFAULT, "web-service");

    private static final String RESOURCES = "/norn/catalog/";

    private final @Nullable Path folder;
    private final Map<String, Action> actions;

    /**
     * A catalog.
     *
     * @param folder the configuration folder; null: there is none
     * @param actions the actions that steps may call; empty: any
     */
    public Catalog(@Nullable Path folder, Map<String, Action> actions) {
        this.folder = folder;
        this.actions = actions;
    }

    /** The names of the available runbooks. */
    public List<String> runbooks() {
        var names = new TreeSet<String>(BUILT_IN);
        if (folder != null && Files.isDirectory(folder.resolve("runbooks"))) {
            try (var files = Files.list(folder.resolve("runbooks"))) {
                files.forEach(file -> {
                    var name = file.getFileName().toString();
                    if (name.endsWith(".yaml")) {
                        names.add(name.substring(0, name.length() - 5));
                    } else if (Files.isRegularFile(file.resolve("runbook.yaml"))) {
                        names.add(name);
                    }
                });
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return List.copyOf(names);
    }

    /**
     * The runbook of that name.
     *
     * @throws InvalidRunbook with everything that is wrong with it
     */
    public LoadedRunbook runbook(String name) {
        return runbook(name, "runbook " + name);
    }

    /** The same of the environment's: what is wrong with its name is said of where that is written. */
    public LoadedRunbook runbook(EnvironmentFile environment) {
        return runbook(
                environment.runbook(),
                "%s %s".formatted(environment.runbookPlace(), ShortText.line(environment.runbook(), 80)));
    }

    private LoadedRunbook runbook(String name, String place) {
        var problems = new Problems();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,79}")) {
            problems.add(place, "is not a name").expected("letters, digits, dots and hyphens");
        } else if (!runbooks().contains(name)) {
            problems.add(place, "no such runbook").known(runbooks()).meant(name, runbooks());
        }
        problems.throwIfAny(list -> new InvalidRunbook(name, list));
        if (folder != null) {
            var file = folder.resolve("runbooks").resolve(name + ".yaml");
            if (Files.isRegularFile(file)) {
                return file(file);
            }
            var inFolder = folder.resolve("runbooks").resolve(name).resolve("runbook.yaml");
            if (Files.isRegularFile(inFolder)) {
                return file(inFolder);
            }
        }
        return builtIn(name);
    }

    /**
     * The runbook in that file; its phases stand in it, or in files beside it, named after them.
     *
     * @throws InvalidRunbook with everything that is wrong with it
     */
    public LoadedRunbook file(Path file) {
        var problems = new Problems();
        return load(file.toString(), YamlFile.read(file, problems), problems, name -> {
            var siblings = file.resolveSibling(name);
            return Files.isRegularFile(siblings) ? Files.readString(siblings) : null;
        });
    }

    /** The built-in runbook of that name. */
    public LoadedRunbook builtIn(String name) {
        var problems = new Problems();
        var root = YamlFile.parse("runbook.yaml", required(builtInPath(name, "runbook.yaml")), problems);
        return load(name, root, problems, sibling -> resource(builtInPath(name, sibling)));
    }

    /** A built-in runbook's files by their names, as they are: a start for a runbook of your own. */
    public static Map<String, String> builtInFiles(String name) {
        var files = new LinkedHashMap<String, String>();
        files.put("runbook.yaml", required(builtInPath(name, "runbook.yaml")));
        for (var phase : PhaseName.values()) {
            var text = resource(builtInPath(name, phase.id() + ".yaml"));
            if (text != null) {
                files.put(phase.id() + ".yaml", text);
            }
        }
        return files;
    }

    private static String builtInPath(String runbook, String file) {
        return "runbooks/%s/%s".formatted(runbook, file);
    }

    /** Text of a file beside the runbook's own; null where there is none. */
    private interface SiblingFiles {
        @Nullable
        String read(String name) throws IOException;
    }

    private LoadedRunbook load(String name, @Nullable YamlNode root, Problems problems, SiblingFiles siblings) {
        var runbookFile = root == null ? null : new RecordReader().read(root, RunbookSource.RunbookFile.class);
        LoadedRunbook loaded = null;
        if (root != null && runbookFile != null) {
            var items = checklist(root, runbookFile, siblings, problems);
            loaded = new RunbookLoader(actions, problems)
                    .load(root, runbookFile, phases(runbookFile, siblings, problems), items);
        }
        problems.throwIfAny(list -> new InvalidRunbook(name, list));
        if (loaded == null) {
            throw new IllegalStateException("runbook %s: neither loaded nor wrong".formatted(name));
        }
        return loaded;
    }

    private static Map<PhaseName, YamlNode> phases(
            RunbookSource.RunbookFile runbookFile, SiblingFiles siblings, Problems problems) {
        var phases = new EnumMap<PhaseName, YamlNode>(PhaseName.class);
        if (runbookFile.phases().isList()) {
            for (var item : runbookFile.phases().items()) {
                var phase = phase(item.text(), item);
                var text = phase == null ? null : readSibling(item, phase.id() + ".yaml", siblings);
                var node = text == null || phase == null ? null : YamlFile.parse(phase.id() + ".yaml", text, problems);
                if (node != null && phase != null) {
                    phases.put(phase, node);
                }
            }
        } else {
            runbookFile.phases().fields().forEach((name, node) -> {
                var phase = phase(name, node);
                if (phase != null) {
                    phases.put(phase, node);
                }
            });
        }
        return phases;
    }

    private static @Nullable PhaseName phase(String name, YamlNode node) {
        var known = new ArrayList<String>();
        for (var phase : PhaseName.values()) {
            if (phase.id().equals(name)) {
                return phase;
            }
            known.add(phase.id());
        }
        node.keyProblem("unknown phase '%s'".formatted(name)).known(known).meant(name, known);
        return null;
    }

    private static @Nullable String readSibling(YamlNode node, String name, SiblingFiles siblings) {
        try {
            var text = siblings.read(name);
            if (text == null) {
                node.problem("there is no file %s beside the runbook's".formatted(name));
            }
            return text;
        } catch (IOException unreadable) {
            node.problem("%s cannot be read: %s".formatted(name, unreadable.getMessage()));
            return null;
        }
    }

    private static @Nullable ChecklistItems checklist(
            YamlNode root, RunbookSource.RunbookFile runbookFile, SiblingFiles siblings, Problems problems) {
        var name = runbookFile.checklist();
        if (name == null) {
            return null;
        }
        var builtIn = BUILT_IN.contains(name) ? resource("checklists/" + name + ".tsv") : null;
        if (builtIn != null) {
            return ChecklistItems.parse(name, builtIn, problems);
        }
        var node = root.field("checklist");
        var safe = name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
        if (!safe && node != null) {
            node.problem("is not the name of a checklist: " + node.kind());
        }
        var text = safe && node != null ? readSibling(node, name + ".tsv", siblings) : null;
        return text == null ? null : ChecklistItems.parse(name, text, problems);
    }

    private static String required(String name) {
        return Objects.requireNonNull(resource(name), name);
    }

    private static @Nullable String resource(String name) {
        try (var stream = Catalog.class.getResourceAsStream(RESOURCES + name)) {
            return stream == null ? null : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException("built-in file " + name, broken);
        }
    }
}
