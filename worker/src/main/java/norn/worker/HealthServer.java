package norn.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The worker's health and metrics: {@code /health} and {@code /metrics}, on this host alone unless {@code NORN_HEALTH_ADDRESS}
 * names another address. In a container, who reads them is elsewhere.
 */
final class HealthServer implements AutoCloseable {
    private final HttpServer server;

    HealthServer(int port, BooleanSupplier healthy, Supplier<String> metrics) {
        try {
            server = HttpServer.create(new InetSocketAddress(address(), port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException("port %d for health and metrics cannot be opened".formatted(port), taken);
        }
        server.createContext("/health", exchange -> {
            var well = healthy.getAsBoolean();
            answer(exchange, well ? 200 : 503, "{\"status\":\"%s\"}%n".formatted(well ? "healthy" : "unhealthy"));
        });
        server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.get()));
        server.start();
    }

    private static InetAddress address() throws UnknownHostException {
        var named = System.getenv("NORN_HEALTH_ADDRESS");
        return named == null || named.isBlank() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(named);
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
