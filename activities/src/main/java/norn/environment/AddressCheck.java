package norn.environment;

import java.util.regex.Pattern;

/**
 * Refuses an address that holds a secret: everybody on the host can read a command's arguments, and messages show addresses. The
 * refusal does not show it.
 */
public final class AddressCheck {
    /** Whoever stands before the host: of HTTP that is always a secret, such as a token; elsewhere where a password follows. */
    private static final Pattern USER =
            Pattern.compile("(?i)(?:https?://[^/?#]*@|\\w[\\w+.:-]*://[^/?#@]*:[^/?#@]*@).*");

    private static final Pattern PARAMETER = Pattern.compile(
            "(?i).*[?&;#][\\w.-]*(?:token|secret|passwd|password|pwd|api[_-]?key|access[_-]?key|signature|auth)[\\w.-]*=[^&;].*");

    private AddressCheck() {}

    /**
     * The address, if it holds none.
     *
     * @param field what it is in the environment file
     * @param instead where its secret belongs
     */
    public static String withoutSecret(String field, String address, String instead) {
        if (USER.matcher(address).matches() || PARAMETER.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    "%s: an address may hold no password and no token. Expected: %s".formatted(field, instead));
        }
        return address;
    }
}
