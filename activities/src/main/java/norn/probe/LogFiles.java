package norn.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The log files that one path of an environment file means: where its name has a star, as many as have such names. */
public final class LogFiles {
    /** With more of them, nobody meant logs of one program. */
    private static final int MOST_FILES = 500;

    private static final Pattern COMPRESSED = Pattern.compile(".*\\.(?:gz|bz2|xz|zst|lz4|Z)");

    private LogFiles() {}

    /** Whether several may be meant. */
    public static boolean areSeveral(Path path) {
        return name(path).contains("*");
    }

    /**
     * Those that there are, without those that are compressed.
     *
     * @throws IOException where there is none, or there are too many
     */
    public static List<Path> of(Path path) throws IOException {
        if (!areSeveral(path)) {
            return List.of(path);
        }
        var names = Pattern.compile(
                Arrays.stream(name(path).split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*")));
        var found = new ArrayList<Path>();
        try (var beside = Files.newDirectoryStream(path.toAbsolutePath().getParent())) {
            for (var file : beside) {
                if (names.matcher(name(file)).matches()
                        && !COMPRESSED.matcher(name(file)).matches()
                        && Files.isRegularFile(file)) {
                    found.add(file);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no file has such a name");
        }
        if (found.size() > MOST_FILES) {
            throw new IOException("more than %d files have such names: name fewer".formatted(MOST_FILES));
        }
        found.sort(null);
        return found;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
