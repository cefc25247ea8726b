package norn.environment;

import java.util.regex.Pattern;
import norn.limit.Limits;
import norn.plan.ShortText;

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

    private static final Pattern HTTP = page("https?");
    private static final Pattern WEB_SOCKET = page("wss?");
    private static final int MAX_PORT = 65_535;

    private AddressCheck() {}

    private static Pattern page(String scheme) {
        return Pattern.compile(
                "(?i)%s://(?:\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::(\\d{1,9}))?(?:[/?#]\\S*)?".formatted(scheme));
    }

    /** The address of a page, if it is one and holds no secret. */
    public static String page(String field, String address, String instead) {
        return address(field, withoutSecret(field, address, instead), HTTP, "http://127.0.0.1:8000/health");
    }

    /** The address of a WebSocket, if it is one and holds no secret. */
    public static String webSocket(String field, String address, String instead) {
        return address(field, withoutSecret(field, address, instead), WEB_SOCKET, "ws://127.0.0.1:8000/ws");
    }

    private static String address(String field, String address, Pattern form, String example) {
        var match = form.matcher(address);
        if (match.matches() && (match.group(1) == null || Integer.parseInt(match.group(1)) <= MAX_PORT)) {
            return address;
        }
        throw new IllegalArgumentException("%s: %s is no such address. Expected one such as %s"
                .formatted(field, ShortText.line(address, Limits.SHOWN_CHARACTERS), example));
    }

    /** The name or number of a host, if it is nothing more. */
    public static String host(String host) {
        if (host.matches("[\\p{L}\\p{N}._-]+|\\[?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+]?") && !host.matches("[^:\\[]*:[^:]*")) {
            return host;
        }
        throw new IllegalArgumentException(
                "host: %s is no name of a host. Expected one such as 127.0.0.1, its port among ports"
                        .formatted(ShortText.line(host, Limits.SHOWN_CHARACTERS)));
    }

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
