package norn.database;

import java.nio.file.Path;
import norn.action.Attempt;
import norn.action.EvidenceBuilder;
import norn.action.ForwardingAttempt;
import norn.environment.Host;
import norn.files.FileTrees;

/** An attempt at one part of a trial: as on the day, but on the trial's host, in folders and with an evidence of its own. */
record TrialAttempt(Attempt attempt, TrialHost trialHost, String part, EvidenceBuilder evidence)
        implements ForwardingAttempt {
    static TrialAttempt of(Attempt attempt, TrialHost host, String part) {
        return new TrialAttempt(attempt, host, part, new EvidenceBuilder(host, attempt.clock()));
    }

    @Override
    public void heartbeat(String progress) {
        attempt.heartbeat("%s: %s".formatted(part, progress));
    }

    @Override
    public Path evidenceFolder() {
        return FileTrees.createFolder(attempt.evidenceFolder().resolve(part));
    }

    @Override
    public Path stepFolder() {
        return FileTrees.createFolder(attempt.stepFolder().resolve(part));
    }

    @Override
    public Host host() {
        return trialHost;
    }
}
