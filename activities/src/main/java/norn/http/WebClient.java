package norn.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import norn.limit.Limits;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client: bounded in time and size, never repeats a request on its own, and opens a new connection for each. A
 * connection that is reused fails where the server has closed it meanwhile, although the server is healthy.
 */
public final class WebClient {
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final int MAX_REDIRECTIONS = 5;
    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .build();

    private WebClient() {}

    /**
     * An answer.
     *
     * @param redirectedTo the page that it comes from, without parameters, where the one that was asked redirects to another; a slash
     *     more or less makes no other. Null: it is that page's own
     * @param body cut at 4 MB
     * @param isCut whether it is longer than that
     * @param retryAfter what Retry-After says, at most two minutes; null: it says nothing
     */
    public record Response(
            @Nullable String redirectedTo,
            int status,
            String body,
            boolean isCut,
            Duration duration,
            @Nullable Duration retryAfter) {}

    /** Refuses what cannot be a header's name. */
    public static void requireHeaders(Collection<String> names) {
        for (var name : names) {
            if (!HEADER.matcher(name).matches()) {
                throw new IllegalArgumentException("%s is no name of a header".formatted(name));
            }
        }
    }

    /**
     * Sends one request, once.
     *
     * @param body sent as JSON, or as what the header {@code Content-Type} says; null: none, or an empty one where the method needs one
     * @throws IOException if there is no answer in time
     */
    public static Response send(
            String method, String url, Map<String, String> headers, @Nullable String body, Duration timeout)
            throws IOException {
        return send(method, url, headers, body, timeout, true);
    }

    /**
     * The same.
     *
     * @param following whether a page is asked for that a GET is redirected to; otherwise the redirection is the answer
     */
    public static Response send(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable String body,
            Duration timeout,
            boolean following)
            throws IOException {
        var request = new Request.Builder();
        try {
            request.url(url);
            headers.forEach(request::header);
            request.method(method, body(method, body, headers));
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
        var started = System.nanoTime();
        var client = client(timeout)
                .newBuilder()
                // a redirected POST arrives as a GET, without its body; another host would get our headers, and they
                // may be secrets
                .followRedirects(following && method.equals("GET") && headers.isEmpty())
                .build();
        try (var response = following && method.equals("GET")
                ? followed(client, request.build(), timeout)
                : client.newCall(request.build()).execute()) {
            var answer = response.peekBody(Limits.ANSWER_BYTES + 1L);
            var isCut = answer.contentLength() > Limits.ANSWER_BYTES;
            return new Response(
                    redirection(request.build().url(), response.request().url()),
                    response.code(),
                    answer.string(),
                    isCut,
                    Duration.ofNanos(System.nanoTime() - started),
                    readRetryAfter(response.header("Retry-After")));
        } catch (SSLException refused) {
            throw new IOException(
                    "it answers, and this host's Java does not trust its certificate, or speaks no TLS that it speaks: %s. An authority of your own: keytool -importcert -cacerts, or NORN_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE"
                            .formatted(refused.getMessage()),
                    refused);
        }
    }

    /** What the address answers; a redirection of a GET to the same host is followed with its headers, none elsewhere. */
    private static okhttp3.Response followed(OkHttpClient client, Request first, Duration timeout) throws IOException {
        var until = System.nanoTime() + timeout.toNanos();
        var request = first;
        for (var redirections = 0; ; redirections++) {
            var response = client.newCall(request).execute();
            var location = response.header("Location");
            var next = location == null ? null : request.url().resolve(location);
            if (!response.isRedirect()
                    || next == null
                    || !isSameHost(first.url(), next)
                    || redirections == MAX_REDIRECTIONS
                    || System.nanoTime() > until) {
                return response;
            }
            response.close();
            request = request.newBuilder().url(next).build();
        }
    }

    private static @Nullable String redirection(HttpUrl asked, HttpUrl answers) {
        return asked.host().equals(answers.host()) && path(asked).equals(path(answers))
                ? null
                : answers.newBuilder().query(null).fragment(null).build().toString();
    }

    private static String path(HttpUrl url) {
        return url.encodedPath().replaceFirst("/$", "");
    }

    private static boolean isSameHost(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }

    /**
     * Opens a WebSocket; what happens on it goes to the listener. All that it sends, however it is cut into messages, frames and
     * fragments, is bounded as an answer is: with more, the listener hears of a failure. Nothing may come compressed, since a small
     * message could become a huge one.
     *
     * @param url begins with {@code ws:} or {@code wss:}
     * @throws IllegalArgumentException where that is no address, or one of the headers cannot be sent
     */
    public static WebSocket openSocket(
            String url, Map<String, String> headers, SocketListener listener, Duration timeout) {
        var builder = new Request.Builder().url(url.replaceFirst("^ws", "http"));
        headers.forEach(builder::header);
        var request = builder.build();
        return client(timeout)
                .newBuilder()
                .socketFactory(new LimitedSockets(Limits.ANSWER_BYTES))
                .addInterceptor(WebClient::withoutExtensions)
                .build()
                .newWebSocket(request, listener);
    }

    /** The connections that are open, or count as open: none where nothing is asked. */
    static int connections() {
        return CLIENT.connectionPool().connectionCount();
    }

    private static okhttp3.Response withoutExtensions(Interceptor.Chain chain) throws IOException {
        var request = chain.request().newBuilder().removeHeader(EXTENSIONS).build();
        return chain.proceed(request).newBuilder().removeHeader(EXTENSIONS).build();
    }

    private static OkHttpClient client(Duration timeout) {
        return CLIENT.newBuilder()
                .callTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    private static @Nullable RequestBody body(String method, @Nullable String body, Map<String, String> headers) {
        if (body != null) {
            var type = headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                    .map(header -> MediaType.get(header.getValue()))
                    .findFirst();
            return RequestBody.create(body.getBytes(StandardCharsets.UTF_8), type.orElse(JSON));
        }
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH")
                ? RequestBody.create("", null)
                : null;
    }

    private static @Nullable Duration readRetryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return bounded(Duration.ofSeconds(Long.parseLong(header.strip())));
        } catch (NumberFormatException notSeconds) {
            try {
                var at = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
                return bounded(Duration.between(Instant.now(), at.toInstant()));
            } catch (DateTimeParseException neither) {
                return null;
            }
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }
}
