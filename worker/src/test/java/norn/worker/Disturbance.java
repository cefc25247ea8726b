package norn.worker;

import java.util.Arrays;
import java.util.List;

/** What goes wrong at one step of a deployment: at a machine's, or when people are asked. */
enum Disturbance {
    FAILS(true, false),
    /** Until a person gives it up. */
    KEEPS_FAILING(true, false),
    EXCEEDS_ITS_LIMIT(true, false),
    /** Before it acts. */
    LOSES_ITS_WORKER(true, false),
    /** It acts, nobody hears of it, and it is run again. */
    LOSES_ITS_ANSWER(true, false),
    /** A person cancels the deployment while it is at work. */
    IS_CANCELLED_AT_WORK(true, true),
    /** A person orders the rollback while it is at work. */
    IS_ROLLED_BACK_AT_WORK(true, true),
    /** For hours. */
    NOBODY_ANSWERS(false, false),
    ANSWERED_TWICE(false, false),
    /** By somebody who has no role, and then of an attempt that does not exist. */
    ANSWERED_WRONGLY(false, false),
    PAUSED(false, false),
    /** NO_GO at a gate, FAILED of what a person was to do. */
    REFUSED(false, true),
    CANCELLED(false, true),
    ROLLED_BACK(false, true);

    private final boolean ofMachine;
    private final boolean ends;

    Disturbance(boolean ofMachine, boolean ends) {
        this.ofMachine = ofMachine;
        this.ends = ends;
    }

    /** Whether the deployment is not to go on to its success after it. */
    boolean ends() {
        return ends;
    }

    /** Those that can befall a machine's step, or a question to people. */
    static List<Disturbance> of(boolean machine, boolean ending) {
        return Arrays.stream(values())
                .filter(one -> one.ofMachine == machine && one.ends == ending)
                .toList();
    }
}
