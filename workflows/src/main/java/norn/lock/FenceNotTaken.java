package norn.lock;

/** The fence of an environment could not be taken on one of its hosts; the message is for people. */
public final class FenceNotTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    FenceNotTaken(String environment, String reason) {
        super("the fence of %s cannot be taken: %s".formatted(environment, reason));
    }

    /** Why. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
