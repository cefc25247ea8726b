package aiworld.web;

/** Why a service does not start. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
