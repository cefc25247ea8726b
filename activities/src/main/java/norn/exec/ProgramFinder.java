package norn.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds programs on a search path, as a shell would. */
public final class ProgramFinder {
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
    private static final int MOST_OF_A_LINE = 256;

    private ProgramFinder() {}

    /** The program on the worker's own path. */
    public static Optional<Path> find(String program) {
        return find(program, System.getenv("PATH"));
    }

    /** The program on that path. */
    public static Optional<Path> find(String program, @Nullable String searchPath) {
        if (searchPath == null) {
            return Optional.empty();
        }
        for (var folder : searchPath.split(":", -1)) {
            var file = Path.of(folder.isEmpty() ? "." : folder).resolve(program);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** Why the command's program cannot be run here, in words; empty where nothing is known against it. */
    public static Optional<String> problem(Invocation command) {
        var file = file(command).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return Optional.of("no such program on this host");
        }
        return Files.isExecutable(file.get())
                ? interpreterProblem(firstLine(file.get()), searchPath(command.environment()))
                : Optional.of("the worker's user may not execute it. Expected: chmod +x, in the repository too");
    }

    /** A kernel that does not find a script's interpreter says that the script is not there. */
    private static Optional<String> interpreterProblem(String line, @Nullable String searchPath) {
        if (line.startsWith(BYTE_ORDER_MARK + "#!")) {
            return Optional.of(
                    "it begins with a byte order mark, so its interpreter is not looked for. Save it without");
        }
        if (!line.startsWith("#!")) {
            return Optional.empty();
        }
        if (line.endsWith("\r")) {
            return Optional.of("its lines end as on another system (CRLF), so its interpreter is not found."
                    + " Expected: LF, such as by the line *.sh text eol=lf in .gitattributes");
        }
        var words = line.substring(2).strip().split("\\s+", -1);
        if (words[0].startsWith("/") && !Files.isExecutable(Path.of(words[0]))) {
            return Optional.of("its first line names %s, which is not on this host".formatted(words[0]));
        }
        return words.length > 1
                        && words[0].endsWith("/env")
                        && words[1].matches("\\w.*")
                        && !words[1].contains("=")
                        && find(words[1], searchPath).isEmpty()
                ? Optional.of("its first line names %s, which is not on the search path".formatted(words[1]))
                : Optional.empty();
    }

    /** Its beginning, each byte as one letter; empty where it cannot be read. */
    private static String firstLine(Path file) {
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(MOST_OF_A_LINE), StandardCharsets.ISO_8859_1);
            var end = text.indexOf('\n');
            return end < 0 ? text : text.substring(0, end);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static Optional<Path> file(Invocation command) {
        var program = command.argv().get(0);
        if (program.contains("/")) {
            var directory = command.directory();
            return Optional.of(directory == null ? Path.of(program) : directory.resolve(program));
        }
        return find(program, searchPath(command.environment()));
    }

    /** The search path of a program that gets those variables beside the worker's own; null: there is none. */
    public static @Nullable String searchPath(Map<String, String> environment) {
        return environment.getOrDefault("PATH", System.getenv("PATH"));
    }
}
