package norn.state;

/** What a check comes to. Whoever could not look says so: unknown never counts as done, met, nobody, zero or good. */
public enum Finding {
    /** It is as it should be. */
    YES,
    /** It is not. */
    NO,
    /** Nobody can say. */
    UNKNOWN;

    /** A plain yes or no. */
    public static Finding of(boolean isSo) {
        return isSo ? YES : NO;
    }

    /** What several checks come to that must all be YES. */
    public static Finding all(Iterable<Finding> findings) {
        var worst = YES;
        for (var finding : findings) {
            if (finding == NO) {
                return NO;
            }
            if (finding == UNKNOWN) {
                worst = UNKNOWN;
            }
        }
        return worst;
    }
}
