package norn.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import norn.exec.ProcessStat;

/**
 * A living process of a program that a service consists of.
 *
 * @param program its name, as the environment file has it
 */
record ServiceProgram(String program, long pid) {
    private static final String DELETED = " (deleted)";

    /**
     * The processes of these programs that run from that directory of a release, or that Norn has started for the service: a program of the same name
     * elsewhere on the machine is somebody else's, and one that Norn has started for another service is that one's.
     *
     * @param others the marks of the other services
     */
    static List<ServiceProgram> of(
            List<String> programs,
            String directory,
            ServiceMark mark,
            List<ServiceMark> others,
            ServiceReleases releases) {
        var found = new ArrayList<ServiceProgram>();
        for (var process : ProcessStat.all()) {
            var pid = process.pid();
            if (process.zombie()) {
                continue;
            }
            names(pid)
                    .filter(programs::contains)
                    .findFirst()
                    .filter(program -> mark.isBorneBy(pid)
                            || (releases.isWithin(pid, directory)
                                    && others.stream().noneMatch(other -> other.isBorneBy(pid))))
                    .ifPresent(program -> found.add(new ServiceProgram(program, pid)));
        }
        return found;
    }

    /** The processes of these programs that work in that folder, or below it, or whose program lies there, whoever started them. */
    static List<FoundService.Trace> in(Path folder, List<String> programs) {
        var found = new ArrayList<FoundService.Trace>();
        for (var process : ProcessStat.all()) {
            var pid = process.pid();
            if (!process.zombie() && isIn(folder, pid)) {
                names(pid)
                        .filter(programs::contains)
                        .findFirst()
                        .ifPresent(program ->
                                found.add(new FoundService.Trace(FoundService.Trace.PROGRAM + program, pid)));
            }
        }
        return found;
    }

    private static boolean isIn(Path folder, long pid) {
        return Stream.of(ProcessStat.workingDirectory(pid), ProcessStat.program(pid))
                .flatMap(Optional::stream)
                .anyMatch(path -> path.startsWith(folder));
    }

    /** What a process may be called: by its file, by its first word, and by its second where an interpreter runs it. */
    private static Stream<String> names(long pid) {
        return Stream.concat(
                        ProcessStat.program(pid).map(Path::toString).stream(),
                        ProcessStat.commandLine(pid).stream().limit(2))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .map(name -> name.endsWith(DELETED) ? name.substring(0, name.length() - DELETED.length()) : name);
    }
}
