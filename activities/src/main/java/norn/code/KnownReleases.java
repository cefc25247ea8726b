package norn.code;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import norn.exec.ProgramOutput;

/** The releases of a repository, read before a deployment begins, when there is no step yet that could fail. */
public final class KnownReleases {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private KnownReleases() {}

    /** The tags; empty where the repository does not answer: the step that fetches reports that. */
    public static Optional<Set<String>> of(CodeSettings settings) {
        var command = new ArrayList<>(settings.git());
        command.addAll(List.of("ls-remote", "--tags", "--", settings.repository()));
        return ProgramOutput.of(command, Repository.QUIET, TIMEOUT)
                .filter(output -> output.exitCode() == 0)
                .map(output -> Repository.tags(output.text()).keySet().stream()
                        .filter(Releases::isName)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
}
