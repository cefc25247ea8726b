package norn.probe;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.http.WebClient;
import norn.plan.ShortText;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Asks over a WebSocket: it must open, take what is sent, and answer, all within the time. */
final class WebSocketProbe extends WebSocketListener {
    private final Probe.WebSocket probe;
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private volatile String last = "it opened, and said nothing";

    private WebSocketProbe(Probe.WebSocket probe) {
        this.probe = probe;
    }

    static ProbeResult ask(Probe.WebSocket probe, Duration timeout) throws InterruptedException {
        var listener = new WebSocketProbe(probe);
        var started = System.nanoTime();
        WebSocket socket;
        try {
            socket = WebClient.openSocket(probe.url(), listener, timeout);
        } catch (IllegalArgumentException noAddress) {
            return ProbeResult.failed("%s: %s".formatted(probe.url(), noAddress.getMessage()));
        }
        try {
            listener.answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            var took = Duration.ofNanos(System.nanoTime() - started).toMillis();
            return ProbeResult.passed(
                    "%s opens and answers in %d ms".formatted(probe.url(), took), Map.of("answeredMilliseconds", took));
        } catch (ExecutionException failed) {
            return ProbeResult.failed("%s: %s".formatted(probe.url(), describe(failed)));
        } catch (TimeoutException silent) {
            return ProbeResult.failed(
                    "%s: no right answer within %s: %s".formatted(probe.url(), timeout, listener.last));
        } finally {
            socket.cancel();
        }
    }

    private static String describe(ExecutionException failed) {
        var cause = failed.getCause();
        return cause == null ? "failed" : String.valueOf(cause.getMessage());
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
        if (probe.send() != null) {
            socket.send(probe.send());
        }
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        last = "the last answer was " + ShortText.of(text, 200);
        if (probe.expect() == null || text.contains(probe.expect())) {
            answer.complete(text);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
        onMessage(socket, bytes.utf8());
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
        answer.completeExceptionally(new IllegalStateException("closed with %d %s".formatted(code, reason)));
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
        answer.completeExceptionally(new IllegalStateException(
                response == null ? String.valueOf(failure.getMessage()) : "status " + response.code(), failure));
    }
}
