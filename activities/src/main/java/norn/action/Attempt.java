package norn.action;

import java.nio.file.Path;
import java.time.Clock;

/** What an action may lean on while it runs: signs of life, the fence, the evidence folder, redaction. */
public interface Attempt {
    /**
     * A sign of life with a line for people; call it at least every second in anything long.
     *
     * @throws Stopped if the run was cancelled, timed out or terminated: stop what was started, and let it fly
     */
    void beat(String progress);

    /**
     * Must be called before each part that changes the world.
     *
     * @throws ActionFailed {@code StaleFence} if a newer holder has taken the environment
     */
    void checkFence();

    /** The folder for this attempt's files, made on first use: {@code <evidence>/<deployment>/<step>/<attempt>}. */
    Path evidenceFolder();

    /** The text with every known secret of the host masked. */
    String redact(String text);

    /** Which of Temporal's tries of this attempt it is, from 1. */
    int tryNumber();

    /** The wall clock; tests inject their own. */
    Clock clock();

    /** The run no longer wants this action's result. */
    class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Stopped for that reason. */
        public Stopped(String reason) {
            super(reason);
        }
    }
}
