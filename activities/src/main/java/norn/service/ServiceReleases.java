package norn.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.exec.ProcessStat;

/** The release that a process runs from: a process that has started stays in its release when the link to the active one moves. */
record ServiceReleases(Attempt attempt) {
    /**
     * The name of its release: by its working directory, else by its program, else by what Norn noted when it started the process.
     * Empty where it runs from none, or is another user's.
     */
    Optional<String> of(long pid) {
        return Stream.of(ProcessStat.workingDirectory(pid), ProcessStat.program(pid), ServiceMark.release(pid))
                .flatMap(Optional::stream)
                .flatMap(path -> nameOf(path).stream())
                .findFirst();
    }

    /** Whether a process works in that directory of a release, or runs a program of it. */
    boolean isWithin(long pid, String directory) {
        return Stream.of(ProcessStat.workingDirectory(pid), ProcessStat.program(pid))
                .flatMap(Optional::stream)
                .anyMatch(path -> nameOf(path)
                        .filter(release -> path.startsWith(
                                releases().resolve(release).resolve(directory).normalize()))
                        .isPresent());
    }

    /** The name of the release that this path lies in; empty where it lies in none. */
    Optional<String> nameOf(Path path) {
        var releases = releases();
        return path.startsWith(releases) && path.getNameCount() > releases.getNameCount()
                ? Optional.of(path.getName(releases.getNameCount()).toString())
                : Optional.empty();
    }

    private Path releases() {
        var folder = attempt.settings(CodeSettings.class).releases();
        try {
            return folder.toRealPath();
        } catch (NoSuchFileException noReleases) { // an installation that runs in place: nothing lies in it
            return folder.toAbsolutePath();
        } catch (IOException noFolder) {
            throw new UncheckedIOException("cannot read " + folder, noFolder);
        }
    }
}
