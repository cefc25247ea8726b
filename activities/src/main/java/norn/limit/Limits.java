package norn.limit;

import java.time.Duration;

/** The bounds on what an installation says: whatever it is, it ends no run, blocks none, and fills no history. */
public final class Limits {
    /** What is saved of a command's output. */
    public static final int OUTPUT_BYTES = 10 << 20;

    /** What is saved of what a deployment's actions did, line by line, on one host. */
    public static final int ACTION_LOG_BYTES = 8 << 20;

    /** What is read at once of a log file, from its end. */
    public static final int LOG_BYTES = 16 << 20;

    /** What is searched of a log file, part by part: the log of a busy service since its go-live. */
    public static final long SEARCHED_BYTES = 1L << 30;

    /** What is searched of the journal of one unit, part by part. */
    public static final int SEARCHED_ENTRIES = 500_000;

    /** What is saved of the lines that are found in a log; all of them are counted. */
    public static final int FOUND_LINES = 10_000;

    /** What is read of an answer over HTTP, and of all that a WebSocket sends. */
    public static final int ANSWER_BYTES = 4 << 20;

    /** What is read of a line that a port sends. */
    public static final int BANNER_CHARACTERS = 8_192;

    /** What is looked at of a line of a log. */
    public static final int LINE_CHARACTERS = 16_384;

    /** What is read of a query's result before it is refused: a value may have a gigabyte. */
    public static final int RESULT_BYTES = 64 << 20;

    /** Rows that are read of an environment's query; that there are more is said. */
    public static final int ROWS = 1_000;

    /** What is shown of a value that an installation answers. */
    public static final int SHOWN_CHARACTERS = 200;

    /** What is shown of a list of findings. */
    public static final int SHOWN_ITEMS = 20;

    /** One line for people in an evidence. */
    public static final int SUMMARY_CHARACTERS = 1_000;

    /** A failure's message, and what to do about it. */
    public static final int MESSAGE_CHARACTERS = 2_000;

    /** A heartbeat's line for people. */
    public static final int PROGRESS_CHARACTERS = 300;

    /** A text among an evidence's values. */
    public static final int VALUE_CHARACTERS = 4_000;

    /** The items of a list or mapping among an evidence's values. */
    public static final int VALUE_ITEMS = 500;

    /** An evidence's values all together, and its artifacts: histories hold them for ever. */
    public static final int EVIDENCE_CHARACTERS = 128 << 10;

    /** How many characters a pattern may look at for one text, again and again included. */
    public static final int PATTERN_STEPS = 5_000_000;

    /** How long it may take to get a session with a database. */
    public static final Duration LOGIN = Duration.ofSeconds(10);

    /** How long a database may take for a statement that is not meant to take long. */
    public static final Duration STATEMENT = Duration.ofSeconds(50);

    /** How long a database may say nothing at all, whatever it does. */
    public static final Duration SERVER_SILENCE = Duration.ofSeconds(60);

    private Limits() {}
}
