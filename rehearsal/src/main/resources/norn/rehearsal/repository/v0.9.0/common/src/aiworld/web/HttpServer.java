package aiworld.web;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** HTTP/1.1 with connections that stay open, and WebSocket on one path. A page that fails answers 500 and is logged. */
public final class HttpServer {

    /** Answers a request. */
    public interface Page {
        Response answer(Request request) throws Exception;
    }

    private static final int LONGEST_BODY = 1024 * 1024;

    private final Release release;
    private final Metrics metrics;
    private final RateLimit limit;
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, Page> folders = new HashMap<>();
    private UnaryOperator<String> webSocket = text -> text;
    private String trustedKey = "";

    public HttpServer(Release release, Metrics metrics, int requestsPerMinute) {
        this.release = release;
        this.metrics = metrics;
        this.limit = new RateLimit(requestsPerMinute);
    }

    /** A page by method and path: "GET /api/health"; a path that ends with a slash has everything below it. */
    public void page(String methodAndPath, Page page) {
        (methodAndPath.endsWith("/") && !methodAndPath.endsWith(" /") ? folders : pages).put(methodAndPath, page);
    }

    /** What /ws answers to a text. */
    public void webSocket(UnaryOperator<String> answer) {
        webSocket = answer;
    }

    /** Requests that bear this key in X-Bridge-Key are not limited. */
    public void trust(String key) {
        trustedKey = key;
    }

    /** Serves for ever. */
    public void serve(int port) {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "http");
            thread.setDaemon(true);
            return thread;
        });
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
            Log.info("listening on port " + port);
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> connection(socket));
            }
        } catch (IOException e) {
            throw new Refusal("port " + port + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void connection(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            String from = socket.getInetAddress().getHostAddress();
            for (Request request = read(in, from); request != null; request = read(in, from)) {
                if (request.path().equals("/ws") && request.header("upgrade").equalsIgnoreCase("websocket")) {
                    new WebSocket(in, out).serve(request, release.name(), webSocket);
                    return;
                }
                boolean close = request.header("connection").equalsIgnoreCase("close");
                write(answer(request), close, out);
                if (close) {
                    return;
                }
            }
        } catch (EOFException e) {
            return; // the client is gone
        } catch (IOException e) {
            return; // likewise
        } catch (IllegalArgumentException e) {
            Log.warning("unreadable request: " + e.getMessage());
        }
    }

    private Response answer(Request request) {
        long start = System.nanoTime();
        Response response;
        String known = request.method() + " " + request.path();
        Page page = pages.get(known);
        if (page == null) {
            String folder = known.substring(0, known.lastIndexOf('/') + 1);
            page = folders.get(folder);
            known = page == null ? "other" : folder;
        }
        int wait = !trustedKey.isEmpty() && trustedKey.equals(request.header("x-bridge-key"))
                ? 0
                : limit.secondsToWait(request.from());
        if (wait > 0) {
            response = new Response(429, "application/json", "{\"detail\":\"rate limit exceeded\"}",
                    Map.of("Retry-After", String.valueOf(wait)));
        } else if (page == null) {
            response = Response.error(404, "Not Found");
        } else {
            try {
                response = page.answer(request);
            } catch (Exception e) {
                Log.error(request.method() + " " + request.path() + " failed: " + e);
                response = Response.error(500, "Internal Server Error");
            }
        }
        String path = known.substring(known.indexOf(' ') + 1);
        metrics.request(request.method(), path, response.status(), (System.nanoTime() - start) / 1e9);
        return response;
    }

    private static Request read(DataInputStream in, String from) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ");
        if (words.length != 3) {
            throw new IllegalArgumentException(first);
        }
        Map<String, String> headers = new HashMap<>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            if (colon > 0) {
                headers.put(header.substring(0, colon).toLowerCase(java.util.Locale.ROOT), header.substring(colon + 1).strip());
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length < 0 || length > LONGEST_BODY) {
            throw new IllegalArgumentException("a body of " + length + " bytes");
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        int query = words[1].indexOf('?');
        return new Request(words[0], query < 0 ? words[1] : words[1].substring(0, query), headers, body, from);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
            if (line.length() > 16 * 1024) {
                throw new IllegalArgumentException("a line without end");
            }
        }
        return line.toString();
    }

    private void write(Response response, boolean close, OutputStream out) throws IOException {
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " " + reason(response.status()) + "\r\n");
        head.append("Content-Type: ").append(response.type()).append("\r\nContent-Length: ").append(body.length);
        head.append("\r\nX-Release: ").append(release.name());
        response.headers().forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        head.append(close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static String reason(int status) {
        return status < 300 ? "OK" : status < 500 ? "Refused" : "Failed";
    }
}
