package norn.exec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds programs on a search path, as a shell would. */
public final class ProgramFinder {
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

    /** Whether the command's program is there: by its path from the command's directory, or on the command's search path. */
    public static boolean exists(Invocation command) {
        var program = command.argv().get(0);
        if (program.contains("/")) {
            var directory = command.directory();
            return Files.isExecutable(directory == null ? Path.of(program) : directory.resolve(program));
        }
        return find(program, command.environment().getOrDefault("PATH", System.getenv("PATH")))
                .isPresent();
    }
}
