package norn.source;

/** A source cannot be read, with the reason for people. */
public final class NoData extends Exception {
    private static final long serialVersionUID = 1;

    /** No data, for that reason. */
    public NoData(String reason) {
        super(reason, null, false, false);
    }
}
