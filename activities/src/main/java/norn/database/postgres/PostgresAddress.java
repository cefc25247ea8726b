package norn.database.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a server is, for the JDBC driver and for PostgreSQL's own programs alike.
 *
 * @param server {@code jdbc:postgresql://host:port}
 * @param encryption {@code sslmode} and {@code sslrootcert}, as far as they are said: both understand them in the same way
 */
public record PostgresAddress(String server, Map<String, String> encryption) {
    private static final String PARAMETER = "(?:sslmode|sslrootcert)=[^&?\\s]+";
    private static final Pattern URL =
            Pattern.compile("(jdbc:postgresql://[^/?\\s]+)/?(?:\\?(%1$s(?:&%1$s)?))?".formatted(PARAMETER));

    /** A host's name may have an underscore, which a URI would not allow. */
    private static final Pattern HOST =
            Pattern.compile("jdbc:postgresql://(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:,@]+))(?::(\\d{1,5}))?");

    private static final String DEFAULT_PORT = "5432";

    /**
     * The address that the settings say.
     *
     * @throws IllegalArgumentException saying what is expected, where it is none
     */
    public static PostgresAddress of(String url) {
        var match = URL.matcher(url);
        if (!match.matches() || !HOST.matcher(match.group(1)).matches()) {
            throw new IllegalArgumentException(
                    "url %s: expected jdbc:postgresql://host:port, without a database; ?sslmode=verify-full&sslrootcert=FILE may follow"
                            .formatted(url));
        }
        var encryption = new LinkedHashMap<String, String>();
        if (match.group(2) != null) {
            for (var parameter : match.group(2).split("&", -1)) {
                var equals = parameter.indexOf('=');
                encryption.put(parameter.substring(0, equals), parameter.substring(equals + 1));
            }
        }
        return new PostgresAddress(match.group(1), encryption);
    }

    /**
     * Refuses what is no address, and one with a user or a password: settings name these by themselves.
     *
     * @throws IllegalArgumentException saying what is expected
     */
    public static void requireWithoutLogin(String url) {
        if (url.contains("@")) {
            throw new IllegalArgumentException(
                    "url: an address may hold no password. Expected: jdbc:postgresql://host:port, user and"
                            + " passwordSecret");
        }
        of(url);
    }

    /** That database there, whatever it is called, for the driver. */
    public String database(String name) {
        var address = new StringBuilder(server)
                .append('/')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        var separator = '?';
        for (var parameter : encryption.entrySet()) {
            address.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return address.toString();
    }

    /** Host and port as arguments of a PostgreSQL program. */
    public List<String> arguments() {
        var match = HOST.matcher(server);
        if (!match.matches()) {
            throw new IllegalStateException(server); // it was one when it was made
        }
        return List.of(
                "--host=" + (match.group(1) == null ? match.group(2) : match.group(1)),
                "--port=" + (match.group(3) == null ? DEFAULT_PORT : match.group(3)));
    }

    /** The rest as a PostgreSQL program's variables. */
    public Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        encryption.forEach((name, value) -> variables.put("PG" + name.toUpperCase(Locale.ROOT), value));
        return variables;
    }
}
