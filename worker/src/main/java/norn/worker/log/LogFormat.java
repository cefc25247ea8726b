package norn.worker.log;

/** How a line of the log is written. */
public enum LogFormat {
    /** {@code key=value}, for people and grep. */
    TEXT,
    /** An object of JSON, for programs. */
    JSON
}
