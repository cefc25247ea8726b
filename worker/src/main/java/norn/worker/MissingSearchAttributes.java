package norn.worker;

/** The server does not know the attributes that Norn's runs are listed by, or not as these: its message says what to do. */
public final class MissingSearchAttributes extends RuntimeException {
    private static final long serialVersionUID = 1;

    MissingSearchAttributes(String message) {
        super(message);
    }
}
