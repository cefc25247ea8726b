package norn.code;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import norn.action.Attempt;
import norn.exec.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * A command of an environment file. It needs an active release only where its directory, or its program, is relative to one.
 *
 * @param argv argument list; a first word with a slash is relative to {@code directory}
 * @param directory absolute, or relative to the active release; null: the active release where there is one, else the worker's
 */
public record ReleaseCommand(List<String> argv, @Nullable Path directory) {
    /** A command in the active release, where there is one. */
    public static ReleaseCommand of(List<String> argv) {
        return new ReleaseCommand(argv, null);
    }

    /** Whether it cannot run without an active release. */
    public boolean needsRelease() {
        return directory == null ? isRelative(argv.get(0)) : !directory.isAbsolute();
    }

    /**
     * The command to run.
     *
     * @throws norn.action.ActionFailed {@code NoActiveRelease} or {@code MissingSettings} where it needs a release
     */
    public Invocation invocation(String name, Attempt attempt) {
        var invocation = Invocation.of(name, argv);
        return workingDirectory(attempt).map(invocation::inDirectory).orElse(invocation);
    }

    private Optional<Path> workingDirectory(Attempt attempt) {
        if (directory != null && directory.isAbsolute()) {
            return Optional.of(directory);
        }
        if (needsRelease()) {
            var release = new Releases(attempt.settings(CodeSettings.class)).requireActive();
            return Optional.of(directory == null ? release : Releases.folder(release, directory.toString()));
        }
        return attempt.host().section(CodeSettings.class).flatMap(code -> new Releases(code).active());
    }

    private static boolean isRelative(String program) {
        return program.contains("/") && !program.startsWith("/");
    }
}
