package norn.worker.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import norn.files.LenientJson;

/** The worker's health and metrics by HTTP: {@code /health}, {@code /ready} and {@code /metrics}. */
final class HealthServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        var thread = new Thread(work, "health");
        thread.setDaemon(true);
        return thread;
    });

    HealthServer(
            InetSocketAddress address, BooleanSupplier alive, Supplier<Readiness> ready, Supplier<String> metrics) {
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException taken) {
            threads.shutdownNow();
            throw new UncheckedIOException(
                    "port %d of %s cannot be opened for health and metrics"
                            .formatted(address.getPort(), address.getHostString()),
                    taken);
        }
        server.setExecutor(threads);
        server.createContext("/health", exchange -> {
            var well = alive.getAsBoolean();
            answer(exchange, well ? 200 : 503, JSON, status(well ? "healthy" : "unhealthy", Readiness.ready()));
        });
        server.createContext("/ready", exchange -> {
            var now = ready.get();
            answer(exchange, now.isReady() ? 200 : 503, JSON, status(now.state(), now));
        });
        server.createContext("/metrics", exchange -> answer(exchange, 200, PROMETHEUS, metrics.get()));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static String status(String status, Readiness readiness) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("status", status);
        if (!readiness.reasons().isEmpty()) {
            answer.put("reasons", readiness.reasons());
        }
        return LenientJson.line(answer) + "\n";
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", type);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
