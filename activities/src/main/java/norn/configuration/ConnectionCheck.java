package norn.configuration;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
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
        var parsed = ServiceAddress.of(address);
        if (parsed.isEmpty()) {
            return Optional.of("it is no address such as postgresql://user@host:5432/name");
        }
        var service = parsed.get();
        if (service.host().isEmpty()) {
            return Optional.of("it names no host");
        }
        return switch (service.scheme()) {
            case "postgresql", "postgres" -> database(service);
            case "redis", "rediss" -> cache(service);
            case "https", "wss" -> port(service, 443);
            case "http", "ws" -> port(service, 80);
            default -> port(service, -1);
        };
    }

    private static Optional<String> database(ServiceAddress service) {
        var port = service.port() < 0 ? 5432 : service.port();
        var session = SqlSession.at("jdbc:postgresql://%s:%d%s".formatted(service.host(), port, service.path()))
                .as(emptyAsNull(service.user()), emptyAsNull(service.password()))
                .withTimeout(TIMEOUT);
        try (var connection = session.open();
                var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return Optional.empty();
        } catch (SQLException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static Optional<String> cache(ServiceAddress service) {
        var address = RedisURI.builder()
                .withHost(service.host())
                .withPort(service.port() < 0 ? RedisURI.DEFAULT_REDIS_PORT : service.port())
                .withSsl(service.scheme().equals("rediss"))
                .withVerifyPeer(false) // the service may trust a certificate that this JVM does not know
                .withTimeout(TIMEOUT)
                .build();
        if (!service.password().isEmpty()) {
            address.setCredentialsProvider(new StaticCredentialsProvider(
                    emptyAsNull(service.user()), service.password().toCharArray()));
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

    private static Optional<String> port(ServiceAddress service, int otherwise) {
        var port = service.port() < 0 ? otherwise : service.port();
        if (port < 0) {
            return Optional.of("it names no port");
        }
        try (var socket = open(service.host(), port)) {
            return socket.isConnected() ? Optional.empty() : Optional.of("the port is closed");
        } catch (IOException refused) {
            return Optional.of("%s:%d: %s".formatted(service.host(), port, refused.getMessage()));
        }
    }

    private static Socket open(String host, int port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
