package norn.service;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a service, whoever started it.
 *
 * @param manager the kind of its manager, as the environment file names it
 * @param managed whether Norn starts and stops it
 * @param how by what its processes were found: {@code port 8000}, {@code unit ai-service.service}; empty where none was
 * @param pids its processes, the one that started the others first
 * @param directory where the first of them works, links resolved; null: there is none, or it cannot be seen
 * @param program what the first of them runs, links resolved; null: the same
 * @param configuredDirectory where it works once it is started anew, where its unit says so; null: the environment file says it
 * @param directoryInRelease where the environment file has it work, relative to a release; null: it does not say
 * @param release the release that it runs from; null: from none
 * @param supervisor what else would start it again, in words; null: nothing is seen
 * @param lookedFor by what it was looked for, in words
 * @param unknown why nobody can say what runs of it; null: that is known
 * @param children what its processes have started, and is of no other service: it ends with them
 */
public record FoundService(
        String name,
        String manager,
        boolean managed,
        List<String> how,
        List<Long> pids,
        @Nullable Path directory,
        @Nullable Path program,
        @Nullable Path configuredDirectory,
        @Nullable String directoryInRelease,
        @Nullable String release,
        @Nullable String supervisor,
        List<String> lookedFor,
        @Nullable String unknown,
        List<Long> children) {
    public FoundService {
        children = List.copyOf(children);
        how = List.copyOf(how);
        pids = List.copyOf(pids);
        lookedFor = List.copyOf(lookedFor);
    }

    /**
     * A process that belongs to a service.
     *
     * @param how what says so, in words
     */
    record Trace(String how, long pid) {
        /** How one begins that says no more than the name of its program. */
        static final String PROGRAM = "program ";
    }

    FoundService withChildren(List<Long> pidsOfChildren) {
        return new FoundService(
                name,
                manager,
                managed,
                how,
                pids,
                directory,
                program,
                configuredDirectory,
                directoryInRelease,
                release,
                supervisor,
                lookedFor,
                unknown,
                pidsOfChildren);
    }

    /** Whether that process is one of it, or one that it has started. */
    public boolean includes(long pid) {
        return pids.contains(pid) || children.contains(pid);
    }

    /** Whether anything of it runs. */
    public boolean isFound() {
        return !how.isEmpty();
    }
}
