package norn.action;

import java.nio.file.Path;
import java.time.Clock;
import norn.environment.Host;

/** An attempt that is another one but for what it overrides. */
public interface ForwardingAttempt extends Attempt {
    /** The other one. */
    Attempt attempt();

    @Override
    default void checkFence() {
        attempt().checkFence();
    }

    @Override
    default Path evidenceFolder() {
        return attempt().evidenceFolder();
    }

    @Override
    default Path stepFolder() {
        return attempt().stepFolder();
    }

    @Override
    default Host host() {
        return attempt().host();
    }

    @Override
    default int tryNumber() {
        return attempt().tryNumber();
    }

    @Override
    default Clock clock() {
        return attempt().clock();
    }

    @Override
    default EvidenceBuilder evidence() {
        return attempt().evidence();
    }
}
