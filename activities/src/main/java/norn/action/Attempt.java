package norn.action;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import norn.environment.Host;

/** What an action works with while it runs: heartbeats, the fence, the evidence folder, the host. */
public interface Attempt {
    /**
     * A heartbeat with a line for people; call it at least every second in anything long.
     *
     * @throws Stopped if the run was cancelled, timed out or terminated: end what was started, and do not catch it
     */
    void heartbeat(String progress);

    /**
     * Must be called before each part that changes anything, and before what was seen counts, where that goes on for long.
     *
     * @throws ActionFailed {@code StaleFence} if another run has taken the place of this one, {@code StaleTry} if a later try of the
     *     step has begun
     * @throws Stopped if the run no longer wants the result
     */
    void checkFence();

    /**
     * The folder for this attempt's files, created on first use: {@code <records>/<deployment>/<step>/<attempt>}; where that volume is
     * full, one that stands for it.
     */
    Path evidenceFolder();

    /** The folder that this step's attempts share, created on first use: {@code <records>/<deployment>/<step>}. */
    Path stepFolder();

    /** The folders in which earlier attempts of this step may have left something, as far as they exist. */
    default List<Path> stepFolders() {
        return List.of(stepFolder());
    }

    /** The environment as this host has it. */
    Host host();

    /**
     * The settings of a capability's section.
     *
     * @throws ActionFailed {@code MissingSettings} where the environment file has no such section
     */
    default <S> S settings(Class<S> settings) {
        return host().section(settings)
                .orElseThrow(() -> new ActionFailed(
                        "MissingSettings",
                        "environment %s: its file has no section for %s"
                                .formatted(host().environment(), settings.getSimpleName()),
                        "Add the section under host (norn environment show prints a sample), then RETRY.",
                        false));
    }

    /** The text with every known secret of the host masked. */
    default String redact(String text) {
        return host().redact(text);
    }

    /** Which of Temporal's tries of this attempt it is, from 1. */
    int tryNumber();

    /** The wall clock; tests inject their own. */
    Clock clock();

    /** The evidence of this attempt, to be filled in: it knows when and where the attempt began. */
    EvidenceBuilder evidence();

    /** Tells whoever counts that a watch has taken a sample. */
    default void looked(WatchLook look) {}

    /** The run no longer wants this action's result. */
    class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Stopped for that reason. */
        public Stopped(String reason) {
            super(reason);
        }
    }
}
