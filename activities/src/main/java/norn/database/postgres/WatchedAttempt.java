package norn.database.postgres;

import java.nio.file.Path;
import java.util.List;
import norn.action.Attempt;
import norn.action.ForwardingAttempt;

/** An attempt whose heartbeats fail once the server that it works at is silent. */
record WatchedAttempt(Attempt attempt, ServerWatch watch) implements ForwardingAttempt {
    @Override
    public void heartbeat(String progress) {
        watch.check();
        attempt.heartbeat(progress);
    }

    @Override
    public List<Path> stepFolders() {
        return attempt.stepFolders();
    }
}
