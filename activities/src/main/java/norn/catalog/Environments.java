package norn.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import norn.yaml.Default;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import norn.yaml.YamlNode;

/** Environments by name: {@code environments/NAME.yaml} in the first of the folders that has one. */
public final class Environments {
    private final List<Path> folders;

    /** The environments of those folders; the first folder that has one counts. */
    public Environments(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** The file of each environment that there is, by name. */
    public SortedMap<String, Path> files() {
        var files = new TreeMap<String, Path>();
        for (var folder : folders) {
            var environments = folder.resolve("environments");
            if (!Files.isDirectory(environments)) {
                continue;
            }
            try (var list = Files.list(environments)) {
                list.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                        .forEach(file ->
                                files.putIfAbsent(file.getFileName().toString().replaceFirst("\\.yaml$", ""), file));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return files;
    }

    /**
     * The environment of that name.
     *
     * @throws InvalidEnvironment with everything that is wrong with it; also where there is none
     */
    public EnvironmentFile environment(String name) {
        var files = files();
        var file = files.get(name);
        if (file != null) {
            return read(name, file);
        }
        var problems = new Problems();
        problems.add("environment " + name, "no such environment")
                .known(files.keySet())
                .meant(name, files.keySet());
        throw new InvalidEnvironment(name, problems.list());
    }

    /**
     * The environment in that file.
     *
     * @throws InvalidEnvironment with everything that is wrong with it, the part host aside
     */
    public static EnvironmentFile read(String name, Path file) {
        var problems = new Problems();
        var root = YamlFile.read(file, problems);
        var parts = root == null ? null : new RecordReader().read(root, EnvironmentFields.class);
        var policy = parts == null ? null : PolicyReader.read(parts.policy());
        if (root != null && parts != null && !parts.environment().equals(name)) {
            problems.add(
                            place(root, "environment"),
                            "says that it is the environment %s".formatted(parts.environment()))
                    .expected("%s, as the file is called".formatted(name));
        }
        problems.throwIfAny(list -> new InvalidEnvironment(name, list));
        if (root == null || parts == null || policy == null) {
            throw new IllegalStateException(file + ": neither read nor wrong");
        }
        return new EnvironmentFile(name, parts.runbook(), place(root, "runbook"), policy, parts.policy(), parts.host());
    }

    private static String place(YamlNode root, String field) {
        var written = root.field(field);
        return written == null ? root.where() : "%s  %s".formatted(written.whereKey(), field);
    }

    /** The file's parts. */
    record EnvironmentFields(
            String environment, @Default(Catalog.DEFAULT) String runbook, YamlNode policy, YamlNode host) {}
}
