package norn.action;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A web server whose pages a test writes, and which records its requests. */
public final class FakeWebServer implements AutoCloseable {
    /** What was asked. */
    public record ReceivedRequest(String method, String path, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /** What is answered. */
    public record Page(int status, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Supplier<Page>> pages = new ConcurrentHashMap<>();
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();

    public FakeWebServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath();
            requests.add(new ReceivedRequest(
                    exchange.getRequestMethod(),
                    path,
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var page = pages.getOrDefault(path, () -> new Page(404, "nothing here", Map.of()))
                    .get();
            page.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            var bytes = page.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(page.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    public FakeWebServer page(String path, int status, String body) {
        return page(path, () -> new Page(status, body, Map.of()));
    }

    public FakeWebServer page(String path, Supplier<Page> page) {
        pages.put(path, page);
        return this;
    }

    public String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    public List<ReceivedRequest> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
