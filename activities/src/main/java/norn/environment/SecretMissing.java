package norn.environment;

/** This host does not have a secret that an action asks for. */
public final class SecretMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String secret;

    SecretMissing(String secret, String why) {
        super("secret %s: %s".formatted(secret, why));
        this.secret = secret;
    }

    /** Its name. */
    public String secret() {
        return secret;
    }
}
