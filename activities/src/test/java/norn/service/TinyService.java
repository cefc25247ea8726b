package norn.service;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A minimal service: {@code PORT [healthy|dies|ignores-term|unhealthy]}. */
public final class TinyService {
    private TinyService() {}

    public static void main(String[] words) throws Exception {
        var how = words.length > 1 ? words[1] : "healthy";
        System.out.println("here " + Path.of("").toAbsolutePath() + " mode " + System.getenv("MODE"));
        if (how.equals("dies")) {
            System.out.println("ERROR column world_problems.zone is missing");
            System.exit(3);
        }
        if (how.equals("ignores-term")) {
            Runtime.getRuntime().addShutdownHook(new Thread(TinyService::neverEnd));
        }
        var server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0])), 20);
        server.createContext("/health", exchange -> {
            var body = "{\"status\":\"%s\"}".formatted(how.equals("unhealthy") ? "degraded" : "healthy");
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        System.out.println("ready");
    }

    private static void neverEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command that runs it. */
    public static List<String> command(int port, String how) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx32m",
                "-cp",
                TinyService.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath(),
                TinyService.class.getName(),
                Integer.toString(port),
                how);
    }
}
