package norn.action;

/** A place between two parts of an action, where a test may stop the whole process. In production nothing happens there. */
@FunctionalInterface
public interface FailPoint {
    /** Nothing happens. */
    FailPoint NONE = place -> {};

    /** The action has come to {@code place}, such as {@code swap-database: part 2}. */
    void reached(String place);
}
