package norn.service;

import java.nio.file.Path;
import java.util.Optional;
import norn.action.Attempt;

/** Whoever looks after a service: starts it, stops it, knows what runs. */
interface ServiceManager {
    /** What runs now. */
    ServiceState state();

    /**
     * Sets it going in that release, without waiting for it to be well. Called only while nothing of it runs.
     *
     * @throws norn.action.ActionFailed where it cannot even be set going
     */
    void start(Path release, Attempt attempt) throws InterruptedException;

    /** Ends it and everything of it, and returns once nothing of it is left. */
    void stop(Attempt attempt) throws InterruptedException;

    /** Whether Norn starts and stops it. */
    boolean isManaged();

    /** What is known of a service that was started and does not run any more: exit code and last lines, for people. */
    Optional<String> exitDetails();
}
