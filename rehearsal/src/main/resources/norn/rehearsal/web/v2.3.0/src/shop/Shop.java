package shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The web service: takes orders, shows them, says how it is. Its settings are the lines of shop.env. */
public final class Shop {
    /** Answers a request with JSON, or plain text. */
    private interface Page {
        String answer(HttpExchange request) throws IOException, SQLException;
    }

    private final OrderTable orders;
    private final Metrics metrics;
    private final String release;

    private Shop(OrderTable orders, Metrics metrics, String release) {
        this.orders = orders;
        this.metrics = metrics;
        this.release = release;
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = settings();
        String release = Files.readString(Path.of("RELEASE")).strip();
        log("INFO", "starting " + release + " in " + Path.of("").toAbsolutePath());
        OrderTable orders = new OrderTable(settings.get("DATABASE_URL"));
        try {
            orders.waiting(); // without its tables the service does not start
        } catch (SQLException e) {
            log("FATAL", "the database cannot be used: " + e.getMessage());
            System.exit(1);
        }
        Metrics metrics = new Metrics(orders);
        new Fulfilment(orders).start();
        new Shop(orders, metrics, release).serve(Integer.parseInt(settings.get("PORT")));
    }

    private static Map<String, String> settings() throws IOException {
        return Files.readAllLines(Path.of("shop.env")).stream()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }

    private void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        server.setExecutor(Executors.newFixedThreadPool(8));
        page(server, "/health", request -> "{\"status\": \"ok\", \"release\": \"" + release + "\"}");
        page(server, "/metrics", request -> metrics.text());
        page(server, "/queue", request -> "{\"waiting\": " + orders.waiting() + "}");
        page(server, "/orders", this::orders);
        server.start();
        log("INFO", "listening on port " + port);
    }

    private String orders(HttpExchange request) throws IOException, SQLException {
        if (request.getRequestMethod().equals("POST")) {
            String item = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip();
            return "{\"id\": " + orders.add(item.isEmpty() ? "tea" : item) + "}";
        }
        return "{\"orders\": " + orders.newest() + "}";
    }

    private void page(HttpServer server, String path, Page page) {
        server.createContext(path, request -> {
            long start = System.nanoTime();
            int status = 200;
            String body;
            try {
                body = page.answer(request);
            } catch (SQLException | RuntimeException e) {
                status = 500;
                body = "{\"error\": \"internal\"}";
                log("ERROR", request.getRequestMethod() + " " + path + " failed: " + e.getMessage());
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            request.getResponseHeaders().add("X-Release", release);
            request.getResponseHeaders().add("Content-Type", body.startsWith("{") ? "application/json" : "text/plain");
            request.sendResponseHeaders(status, bytes.length);
            request.getResponseBody().write(bytes);
            request.close();
            metrics.request(status, (System.nanoTime() - start) / 1e9);
        });
    }

    static void log(String level, String text) {
        System.out.println(Instant.now() + " " + level + " " + text);
    }
}
