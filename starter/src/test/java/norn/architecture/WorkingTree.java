package norn.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The files of Norn's repository as they are now: what git knows, and what it does not know yet. */
final class WorkingTree {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> BINARY = Set.of("png", "gz", "jar", "ico");

    private WorkingTree() {}

    /**
     * A file of text.
     *
     * @param path from the root, with slashes
     */
    record TextFile(String path, String text) {
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String folder() {
            return path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }

        /** Whether it is code of Norn's own, and none that a sandbox compiles. */
        boolean isJava() {
            return path.matches("[^/]+/src/(main|test)/java/.*\\.java");
        }

        boolean isTest() {
            return isJava() && path.contains("/src/test/");
        }

        String module() {
            return path.substring(0, path.indexOf('/'));
        }
    }

    static List<TextFile> files() {
        try {
            var files = new ArrayList<TextFile>();
            for (var path : paths()) {
                var file = ROOT.resolve(path);
                if (!BINARY.contains(path.substring(path.lastIndexOf('.') + 1)) && Files.isRegularFile(file)) {
                    files.add(new TextFile(path, Files.readString(file)));
                }
            }
            return files;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> paths() throws IOException {
        var git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Arrays.stream(output.split("\0", -1))
                .filter(path -> !path.isEmpty())
                .sorted()
                .toList();
    }
}
