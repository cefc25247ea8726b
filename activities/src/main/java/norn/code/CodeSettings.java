package norn.code;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import norn.environment.AddressCheck;
import norn.yaml.ArgumentList;
import norn.yaml.Default;

/**
 * Where releases come from, where they are stored, and how they are built.
 *
 * @param repository what git fetches from: a URL, or a path on this host
 * @param releases the folder that holds one directory a release
 * @param active the link to the release that the services run
 * @param git how git is called
 * @param niceness the priority of builds, 0 (normal) to 19 (lowest): services run on this machine while it builds
 * @param shared what git does not hold, copied into each new release
 * @param builds how each component is built
 */
public record CodeSettings(
        String repository,
        Path releases,
        Path active,
        @ArgumentList @Default("[git]") List<String> git,
        @Default("15") int niceness,
        List<Shared> shared,
        Map<String, Build> builds) {
    public CodeSettings {
        AddressCheck.withoutSecret("repository", repository, "an SSH key, or git's credential helper");
        if (repository.isBlank() || repository.startsWith("-")) {
            throw new IllegalArgumentException("repository %s: expected a URL or a path".formatted(repository));
        }
        if (!repository.contains(":") && !repository.startsWith("/")) {
            throw new IllegalArgumentException(
                    "repository %s: is a relative path. Expected: a URL, or a path that begins with /"
                            .formatted(repository));
        }
        if (releases.normalize().equals(active.normalize())) {
            throw new IllegalArgumentException(
                    "active: is the folder of the releases itself. Expected: the path of a link beside it, or in it");
        }
        var places = new LinkedHashSet<Path>();
        for (var each : shared) {
            if (!places.add(Path.of(each.to()).normalize())) {
                throw new IllegalArgumentException(
                        "shared: two of them go to %s. Expected: a place of its own for each".formatted(each.to()));
            }
        }
        if (git.isEmpty()) {
            throw new IllegalArgumentException("git: needs at least one word, such as [git]");
        }
        if (niceness < 0 || niceness > 19) {
            throw new IllegalArgumentException("niceness %d: expected 0 to 19".formatted(niceness));
        }
    }

    /**
     * A file or folder that git does not hold.
     *
     * @param from where it is on this host
     * @param to where it goes, relative to the release's directory
     * @param link a link to {@code from} instead of a copy
     */
    public record Shared(Path from, String to, boolean link) {
        public Shared {
            Releases.requireInside("to", to);
        }
    }

    /**
     * How a component is built inside the release's directory.
     *
     * @param directory relative to the release
     * @param commands each one an argument list, run one after the other; no shell is in between
     * @param outputs files and folders, relative to {@code directory}: each must exist afterwards, newer than the start
     * @param scratch files and folders, relative to {@code directory}, that are removed before it begins, beside the outputs:
     *     an interrupted build may have left incomplete files
     * @param environment variables for the commands, beside those that every command gets
     */
    public record Build(
            @Default(".") String directory,
            @ArgumentList List<List<String>> commands,
            List<String> outputs,
            List<String> scratch,
            Map<String, String> environment) {
        public Build {
            if (commands.isEmpty() || outputs.isEmpty()) {
                throw new IllegalArgumentException("a build needs commands and outputs, at least one of each");
            }
            Releases.requireInside("directory", directory);
            outputs = inFolder(outputs);
            scratch = inFolder(scratch);
        }

        /** Each as git writes it; the folder itself is not in the folder. */
        private static List<String> inFolder(List<String> paths) {
            var plain = new ArrayList<String>();
            for (var path : paths) {
                Releases.requireInside("outputs, scratch", path);
                plain.add(Path.of(path).normalize().toString());
                if (plain.contains("")) {
                    throw new IllegalArgumentException(
                            "%s: is the whole folder, which is removed before a build. Expected: paths in it"
                                    .formatted(path));
                }
            }
            return List.copyOf(plain);
        }
    }
}
