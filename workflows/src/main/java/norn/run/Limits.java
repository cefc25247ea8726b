package norn.run;

import java.time.Duration;

/** Every bound of the workflows that no plan sets: how long they wait, how often they try, how much a history holds. */
public final class Limits {
    // Activities
    /** Before the second try; doubled with each. */
    public static final Duration FIRST_RETRY_INTERVAL = Duration.ofMillis(250);

    /** Between any two tries. */
    public static final Duration MAX_RETRY_INTERVAL = Duration.ofSeconds(10);

    static final Duration PAGE_TIMEOUT = Duration.ofMinutes(1);
    static final int PAGE_TRIES = 5;
    /** How long a run that is over stays open until people are notified. */
    public static final Duration END_NOTICE_TIMEOUT = Duration.ofSeconds(30);

    static final int TRIES = 20;
    static final Duration PLAN_TIMEOUT = Duration.ofMinutes(1);
    /** People may be waiting for it, with users out: a host that does not answer is named soon. */
    static final Duration FENCE_TIMEOUT = Duration.ofSeconds(10);

    static final int FENCE_TRIES = 3;
    static final Duration END_RUN_TIMEOUT = Duration.ofMinutes(1);
    /** Users may be out meanwhile: a disk that takes no record is not waited for. */
    static final Duration RECORD_TIMEOUT = Duration.ofSeconds(20);

    static final int RECORD_TRIES = 3;
    static final Duration FOLLOW_TIMEOUT = Duration.ofDays(30);
    static final Duration FOLLOW_HEARTBEAT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration INSPECTION_TIMEOUT = Duration.ofSeconds(30);
    static final int LOCAL_TRIES = 10;
    /** How often an attempt is started again whose worker was lost. */
    public static final int MAX_LOST_WORKERS = 20;
    /** How long an order waits for a worker of its host. */
    static final Duration NO_WORKER_TIMEOUT = Duration.ofSeconds(10);
    /** How often it is given again then: the server may have been away, and not the worker. */
    public static final int MAX_MISSED_WORKERS = 1;

    // Messages
    /** How many entries of a phase's journal one signal brings to its deployment. */
    public static final int MAX_PROGRESS_ENTRIES = 200;
    /** How long a message waits for the next phase to start; longer than a rollback waits for a host that is gone. */
    public static final Duration NEXT_PHASE_TIMEOUT = Duration.ofSeconds(40);
    /** How long a phase may take to answer a message. */
    public static final Duration PHASE_ANSWER_TIMEOUT = Duration.ofSeconds(60);
    /** How long another deployment may take to answer an order to roll back. */
    public static final Duration ORDER_ANSWER_TIMEOUT = Duration.ofSeconds(30);

    // Lock and watch
    /** How long a GO at the gate that begins the day waits until its deployment has the environment. */
    public static final Duration TAKE_ENVIRONMENT_TIMEOUT = Duration.ofMinutes(3);
    /** How long it counts that every host has just answered. */
    public static final Duration ENVIRONMENT_CONFIRMED_FOR = Duration.ofMinutes(1);
    /** How often a lock or an id is taken anew that belonged to nobody. */
    public static final int MAX_FREED_IDS = 20;
    /** How long the holder waits until its lock is free. */
    public static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(10);
    /** Between two tries to take a lock that another holds. */
    public static final Duration LOCK_RETRY_INTERVAL = Duration.ofSeconds(10);
    /** Between two pages while a rollback waits for the lock. */
    public static final Duration LOCK_PAGE_INTERVAL = Duration.ofMinutes(10);
    /** Between two tries to take a fence without which nothing goes on. */
    public static final Duration FENCE_RETRY_INTERVAL = Duration.ofMinutes(1);
    /** Between two tries to take over the watch. */
    public static final Duration WATCH_RETRY_INTERVAL = Duration.ofSeconds(1);
    /** How often the watch is tried to take over; a watch that has not ended by then is no reason not to watch. */
    public static final int MAX_WATCH_TRIES = 30;
    /** How often a suspended watch checks whether the deployment that suspended it is still there. */
    public static final Duration INSPECTION_INTERVAL = Duration.ofMinutes(2);

    // Phases
    /** How old a deployment's knowledge of its phase may become while the phase makes progress. */
    public static final Duration MAX_PROGRESS_AGE = Duration.ofSeconds(10);
    /** How long a rollback stays open after its proof for what is left to do. */
    public static final Duration OPEN_AFTER_PROOF = Duration.ofHours(24);
    /** The watch continues in a fresh history from so many events on, or earlier when the server suggests it. */
    public static final long LONG_HISTORY_EVENTS = 8_000;

    private Limits() {}
}
