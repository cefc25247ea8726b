package norn.probe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.action.ForeignText;
import norn.environment.AddressCheck;
import norn.http.SocketListener;
import norn.http.WebClient;
import norn.limit.Limits;
import norn.plan.ShortText;
import norn.runbook.Durations;
import norn.yaml.Kind;
import norn.yaml.Refers;
import okhttp3.Response;
import okhttp3.WebSocket;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Opens a WebSocket, which must take what is sent, and answer.
 *
 * @param headers sent with the request that opens it, such as {@code Origin} or {@code Sec-WebSocket-Protocol}
 * @param secretHeaders sent with it, by the secret's name
 * @param send null: an answer is awaited without sending anything
 * @param expect text that an answer must contain; null: any answer will do
 */
@Kind("websocket")
record WebSocketProbe(
        String url,
        Map<String, String> headers,
        @Refers("secrets") Map<String, String> secretHeaders,
        @Nullable String send,
        @Nullable String expect)
        implements Probe {
    WebSocketProbe {
        WebClient.requireHeaders(headers.keySet());
        WebClient.requireHeaders(secretHeaders.keySet());
        AddressCheck.webSocket("url", url, "an address that anybody may see");
    }

    @Override
    public ProbeResult run(ProbeRun run) throws InterruptedException {
        var conversation = new Conversation();
        var started = System.nanoTime();
        var all = new LinkedHashMap<>(headers);
        secretHeaders.forEach(
                (header, secret) -> all.put(header, run.attempt().host().secret(secret)));
        WebSocket socket;
        try {
            socket = WebClient.openSocket(url, all, conversation, run.timeout());
        } catch (IllegalArgumentException noAddress) {
            return ProbeResult.failed("%s: %s".formatted(url, noAddress.getMessage()));
        }
        try {
            conversation.answer.get(run.timeout().toMillis(), TimeUnit.MILLISECONDS);
            var took = Duration.ofNanos(System.nanoTime() - started).toMillis();
            return ProbeResult.passed(
                    "%s opens and answers in %d ms".formatted(url, took), Map.of("answeredMilliseconds", took));
        } catch (ExecutionException failed) {
            var cause = failed.getCause();
            return ProbeResult.failed("%s: %s".formatted(url, cause == null ? "failed" : cause.getMessage()));
        } catch (TimeoutException unanswered) {
            var last = conversation.last;
            return ProbeResult.failed("%s: no expected answer within %s: %s"
                    .formatted(
                            url,
                            Durations.text(run.timeout()),
                            last == null
                                    ? "it opened, and sent nothing"
                                    : "it sent another. "
                                            + ForeignText.save(run.attempt(), run.name() + "-answer", last)));
        } finally {
            socket.cancel();
        }
    }

    private final class Conversation extends SocketListener {
        private final CompletableFuture<String> answer = new CompletableFuture<>();
        private volatile @Nullable String last;

        @Override
        public void onOpen(WebSocket socket, Response response) {
            if (send != null) {
                socket.send(send);
            }
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            last = ShortText.of(text, Limits.BANNER_CHARACTERS);
            if (expect == null || text.contains(expect)) {
                answer.complete(text);
            }
        }

        @Override
        public void onMessage(WebSocket socket, ByteString bytes) {
            onMessage(socket, bytes.utf8());
        }

        @Override
        protected void closedByOther(int code) {
            answer.completeExceptionally(new IllegalStateException("closed with %d".formatted(code)));
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            if (response != null) {
                response.close(); // else the connection stays open where the answer is no WebSocket
            }
            answer.completeExceptionally(new IllegalStateException(
                    response == null ? String.valueOf(failure.getMessage()) : "status " + response.code(), failure));
        }
    }
}
