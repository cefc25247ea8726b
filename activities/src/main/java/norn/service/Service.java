package norn.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service on this host, by its manager. */
interface Service {
    /** What runs of it now. */
    ServiceState state();

    /**
     * Starts it in that release, without waiting for it to be healthy. Called only while it does not
     * run, or some of its programs do not.
     *
     * @throws norn.action.ActionFailed where it cannot even be started
     */
    void start(Path release) throws InterruptedException;

    /**
     * Processes of it that others may have started, by whatever else is known of it than its ports.
     *
     * @param tree the folder that it runs from; null: not known
     * @throws norn.action.ActionFailed where nobody can say
     */
    default List<FoundService.Trace> traces(@Nullable Path tree) {
        return List.of();
    }

    /** The folder that it works in once it is started, where others than the environment file say so. */
    default Optional<Path> configuredDirectory() {
        return Optional.empty();
    }

    /** Whether it was started and has ended since, or a program of it has. */
    default boolean hasDied() {
        return !state().running();
    }

    /**
     * What it needs of this host once it is started from that release.
     *
     * @throws norn.action.ActionFailed where nobody can say
     */
    ServiceNeeds needs(Path release);

    /** Ends it and everything of it, and returns once nothing of it is left. */
    void stop() throws InterruptedException;

    /** What is known of it where it was started and does not run any more: exit code and last lines, for people. */
    Optional<String> exitDetails();
}
