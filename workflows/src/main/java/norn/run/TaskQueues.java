package norn.run;

/** The task queues. */
public final class TaskQueues {
    /** Where the workflows run, and the activities of an installation whose one worker serves all. */
    public static final String NORN = "norn";

    private TaskQueues() {}

    /** Where the worker on that host takes the orders of that environment. */
    public static String ofHost(String environment, String host) {
        return "%s.%s.%s".formatted(NORN, environment, host);
    }
}
