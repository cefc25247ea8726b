package norn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import norn.action.FakeWebServer;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WebClientTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    void each_request_opens_a_new_connection() throws Exception {
        var connections = new AtomicInteger();
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var serving = CompletableFuture.runAsync(() -> serve(server, connections));
            var url = "http://127.0.0.1:%d/".formatted(server.getLocalPort());

            assertThat(WebClient.send("GET", url, Map.of(), null, TIMEOUT).body())
                    .isEqualTo("ok");
            assertThat(WebClient.send("GET", url, Map.of(), null, TIMEOUT).body())
                    .isEqualTo("ok");

            serving.join();
            assertThat(connections).hasValue(2);
        }
    }

    /** As after a probe: the other side says farewell, and whoever asked wants no more of it. */
    @Test
    @Tag("server")
    void of_a_socket_that_the_other_side_has_closed_no_connection_is_left() throws Exception {
        var port = new CompletableFuture<Integer>();
        var server = closingServer(port);
        server.start();
        try {
            var code = new CompletableFuture<Integer>();
            var socket = WebClient.openSocket(
                    "ws://127.0.0.1:%d/".formatted(port.get(10, TimeUnit.SECONDS)),
                    Map.of(),
                    new SocketListener() {
                        @Override
                        protected void closedByOther(int closed) {
                            code.complete(closed);
                        }
                    },
                    TIMEOUT);

            assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
            socket.cancel();

            await().untilAsserted(() -> assertThat(WebClient.connections()).isZero());
        } finally {
            server.stop(1000);
        }
    }

    private static WebSocketServer closingServer(CompletableFuture<Integer> port) {
        return new WebSocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)) {
            @Override
            public void onOpen(WebSocket socket, ClientHandshake handshake) {
                socket.close(1008);
            }

            @Override
            public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

            @Override
            public void onMessage(WebSocket socket, String message) {}

            @Override
            public void onError(WebSocket socket, Exception failure) {}

            @Override
            public void onStart() {
                port.complete(getPort());
            }
        };
    }

    @Test
    void what_is_sent_to_one_host_goes_to_no_other() throws Exception {
        try (var here = new FakeWebServer();
                var elsewhere = new FakeWebServer()) {
            elsewhere.page("/", 200, "elsewhere");
            here.page("/away", () -> new FakeWebServer.Page(302, "", Map.of("Location", elsewhere.url("/"))));
            here.page("/near", () -> new FakeWebServer.Page(302, "", Map.of("Location", "/page")));
            here.page("/round", () -> new FakeWebServer.Page(302, "", Map.of("Location", "/round")));
            here.page("/page", 200, "here");
            var secret = Map.of("X-Api-Key", "k3y");

            assertThat(WebClient.send("GET", here.url("/away"), secret, null, TIMEOUT)
                            .status())
                    .isEqualTo(302);
            assertThat(elsewhere.requests()).isEmpty();
            assertThat(WebClient.send("GET", here.url("/near"), secret, null, TIMEOUT)
                            .body())
                    .isEqualTo("here");
            assertThat(here.requests())
                    .last()
                    .satisfies(
                            request -> assertThat(request.header("X-api-key")).isEqualTo("k3y"));
            assertThat(WebClient.send("GET", here.url("/round"), secret, null, TIMEOUT)
                            .status())
                    .isEqualTo(302);
            assertThat(WebClient.send("GET", here.url("/away"), Map.of(), null, TIMEOUT)
                            .body())
                    .isEqualTo("elsewhere");
            assertThat(WebClient.send("POST", here.url("/near"), secret, "{}", TIMEOUT)
                            .status())
                    .isEqualTo(302);
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
