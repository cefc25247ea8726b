package norn.worker.temporal;

/** Temporal's own configuration cannot be used: its message says what is wrong, and {@link #remedy} what to do. */
public final class InvalidTemporalProfile extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    InvalidTemporalProfile(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    InvalidTemporalProfile(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
