package norn.configuration;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import norn.cache.CacheConnection;
import norn.database.postgres.SqlSession;
import org.jspecify.annotations.Nullable;

/** Whether an address, as settings files hold it, connects: databases by a login, caches by a ping, others by an open port. */
final class ConnectionCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private ConnectionCheck() {}

    /** Why it does not connect; empty where it does. May hold parts of the address: to be masked. */
    static Optional<String> problem(String address) {
        try {
            var uri = new URI(address.startsWith("jdbc:") ? address.substring(5) : address);
            var scheme = String.valueOf(uri.getScheme()).replaceAll("\\+.*", "");
            if (uri.getHost() == null) {
                return Optional.of("it names no host");
            }
            return switch (scheme) {
                case "postgresql", "postgres" -> database(uri);
                case "redis", "rediss" -> cache(uri, scheme.equals("rediss"));
                case "https", "wss" -> port(uri, 443);
                case "http", "ws" -> port(uri, 80);
                default -> port(uri, -1);
            };
        } catch (URISyntaxException noAddress) {
            return Optional.of("it is no address such as postgresql://user@host:5432/name");
        }
    }

    private static Optional<String> database(URI uri) {
        var login = uri.getRawUserInfo() == null ? loginFromQuery(uri) : login(uri);
        var port = uri.getPort() < 0 ? 5432 : uri.getPort();
        var session = SqlSession.at("jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), port, uri.getRawPath()))
                .as(emptyAsNull(login[0]), emptyAsNull(login[1]))
                .withTimeout(TIMEOUT);
        try (var connection = session.open();
                var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return Optional.empty();
        } catch (SQLException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static Optional<String> cache(URI uri, boolean encrypted) {
        var address = RedisURI.builder()
                .withHost(uri.getHost())
                .withPort(uri.getPort() < 0 ? RedisURI.DEFAULT_REDIS_PORT : uri.getPort())
                .withSsl(encrypted)
                .withVerifyPeer(false) // the service may trust a certificate that this JVM does not know
                .withTimeout(TIMEOUT)
                .build();
        var login = login(uri);
        if (!login[1].isEmpty()) {
            address.setCredentialsProvider(
                    new StaticCredentialsProvider(emptyAsNull(login[0]), login[1].toCharArray()));
        }
        try {
            return CacheConnection.ask(address, cache -> {
                var answer = cache.ping();
                return answer.equals("PONG") ? Optional.<String>empty() : Optional.of("PING: " + answer);
            });
        } catch (RedisException refused) {
            return Optional.of(CacheConnection.reason(refused));
        }
    }

    private static Optional<String> port(URI uri, int otherwise) {
        if (uri.getPort() < 0 && otherwise < 0) {
            return Optional.of("it names no port");
        }
        try (var socket = open(uri, otherwise)) {
            return socket.isConnected() ? Optional.empty() : Optional.of("the port is closed");
        } catch (IOException refused) {
            return Optional.of("%s:%d: %s".formatted(uri.getHost(), uri.getPort(), refused.getMessage()));
        }
    }

    private static Socket open(URI uri, int otherwise) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? otherwise : uri.getPort()), (int)
                    TIMEOUT.toMillis());
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /** User and password, empty where there is none. */
    private static String[] login(URI uri) {
        var raw = uri.getRawUserInfo();
        if (raw == null) {
            return new String[] {"", ""};
        }
        var parts = raw.split(":", 2);
        return new String[] {decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1])};
    }

    private static String[] loginFromQuery(URI uri) {
        var login = new String[] {"", ""};
        for (var pair : String.valueOf(uri.getRawQuery()).split("&", -1)) {
            var parts = pair.split("=", 2);
            if (parts.length == 2 && parts[0].equals("user")) {
                login[0] = decoded(parts[1]);
            }
            if (parts.length == 2 && parts[0].equals("password")) {
                login[1] = decoded(parts[1]);
            }
        }
        return login;
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
