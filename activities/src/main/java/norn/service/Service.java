package norn.service;

import java.nio.file.Path;
import java.util.Optional;

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

    /** Whether it was started and has ended since, or a program of it has. */
    default boolean hasDied() {
        return !state().running();
    }

    /** Ends it and everything of it, and returns once nothing of it is left. */
    void stop() throws InterruptedException;

    /** What is known of it where it was started and does not run any more: exit code and last lines, for people. */
    Optional<String> exitDetails();
}
