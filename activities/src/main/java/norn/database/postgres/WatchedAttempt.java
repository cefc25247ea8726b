package norn.database.postgres;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import norn.action.Attempt;
import norn.action.EvidenceBuilder;
import norn.environment.Host;

/** An attempt whose heartbeats fail once the server that it works at is silent. */
record WatchedAttempt(Attempt attempt, ServerWatch watch) implements Attempt {
    @Override
    public void heartbeat(String progress) {
        watch.check();
        attempt.heartbeat(progress);
    }

    @Override
    public void checkFence() {
        attempt.checkFence();
    }

    @Override
    public Path evidenceFolder() {
        return attempt.evidenceFolder();
    }

    @Override
    public Path stepFolder() {
        return attempt.stepFolder();
    }

    @Override
    public List<Path> stepFolders() {
        return attempt.stepFolders();
    }

    @Override
    public Host host() {
        return attempt.host();
    }

    @Override
    public int tryNumber() {
        return attempt.tryNumber();
    }

    @Override
    public Clock clock() {
        return attempt.clock();
    }

    @Override
    public EvidenceBuilder evidence() {
        return attempt.evidence();
    }
}
