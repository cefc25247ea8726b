package norn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WebClientTest {
    @Test
    void each_request_opens_a_new_connection() throws Exception {
        var connections = new AtomicInteger();
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var serving = CompletableFuture.runAsync(() -> serve(server, connections));
            var url = "http://127.0.0.1:%d/".formatted(server.getLocalPort());

            assertThat(WebClient.get(url, Duration.ofSeconds(5)).body()).isEqualTo("ok");
            assertThat(WebClient.get(url, Duration.ofSeconds(5)).body()).isEqualTo("ok");

            serving.join();
            assertThat(connections).hasValue(2);
        }
    }

    /** Offers to keep each connection open, and answers until the client closes it. */
    private static void serve(ServerSocket server, AtomicInteger connections) {
        try {
            for (var answered = 0; answered < 2; ) {
                try (var socket = server.accept()) {
                    connections.incrementAndGet();
                    var lines =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (line.isEmpty()) {
                            answered++;
                            socket.getOutputStream()
                                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok"
                                            .getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
