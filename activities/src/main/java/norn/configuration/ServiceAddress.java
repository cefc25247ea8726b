package norn.configuration;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address as settings files hold it, read as the libraries of services read it rather than as a URI: a host may have an underscore, and a
 * password letters that a URI would have escaped.
 *
 * @param scheme without a driver, such as {@code postgresql} of {@code postgresql+asyncpg}
 * @param port -1: not said
 * @param path as it is written, with its slash; empty: none
 */
record ServiceAddress(String scheme, String user, String password, String host, int port, String path) {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:jdbc:)?(?<scheme>[A-Za-z][A-Za-z0-9.-]*)(?:\\+[A-Za-z0-9.-]+)?://"
                    + "(?:(?<user>[^:/?@]*)(?::(?<password>[^@]*))?@)?"
                    + "(?<host>\\[[^\\]/?]+]|[^\\[\\]/:?#,@]*)(?::(?<port>\\d{0,5}))?"
                    + "(?<path>/[^?]*)?(?:\\?(?<query>.*))?");
    private static final Pattern USER = Pattern.compile("(?:^|&)user=([^&]*)");
    private static final Pattern PASSWORD = Pattern.compile("(?:^|&)password=([^&]*)");

    /** The address in that text; empty where it is none. */
    static Optional<ServiceAddress> of(String text) {
        var match = ADDRESS.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var port = match.group("port");
        var query = orEmpty(match.group("query"));
        var inQuery = match.group("user") == null;
        return Optional.of(new ServiceAddress(
                match.group("scheme").toLowerCase(Locale.ROOT),
                decoded(inQuery ? found(USER, query) : match.group("user")),
                decoded(inQuery ? found(PASSWORD, query) : orEmpty(match.group("password"))),
                match.group("host"),
                port == null || port.isEmpty() ? -1 : Integer.parseInt(port),
                orEmpty(match.group("path"))));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String found(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        return match.find() ? match.group(1) : "";
    }

    /** What is no escape stays as it is. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException plain) {
            return text;
        }
    }
}
