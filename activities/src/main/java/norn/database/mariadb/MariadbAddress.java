package norn.database.mariadb;

import java.util.regex.Pattern;

/** Where a MariaDB server listens. */
public record MariadbAddress(String host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):(?<port>\\d{1,5})");

    /**
     * The address in that text.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static MariadbAddress of(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches() || Integer.parseInt(match.group("port")) > 65_535) {
            throw new IllegalArgumentException(
                    "address %s: expected host and port, such as 127.0.0.1:3306; user and passwordSecret stand on their own"
                            .formatted(text));
        }
        return new MariadbAddress(match.group("host"), Integer.parseInt(match.group("port")));
    }

    /** As a JDBC address. */
    String url(String database) {
        return "jdbc:mariadb://%s:%d/%s".formatted(host, port, database);
    }

    /** As the programs take it: numeric addresses of version 6 without brackets. */
    String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
