package norn.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import norn.environment.AddressCheck;
import norn.environment.Host;
import norn.exec.Poller;
import norn.http.WebClient;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP address that takes a JSON object by POST.
 *
 * @param url where; null: {@code urlSecret} holds it
 * @param urlSecret name of the secret that is the address; null: {@code url} says it
 * @param secretHeaders headers by the secret's name
 * @param keyHeader carries the notice's key, by which the receiver recognises a repeated one
 * @param timeout how long an answer may take
 */
@Kind("webhook")
record WebhookChannel(
        @Nullable String url,
        @Refers("secrets") @Nullable String urlSecret,
        @Refers("secrets") Map<String, String> secretHeaders,
        @Default("Idempotency-Key") String keyHeader,
        @Default("10s") Duration timeout)
        implements Channel {
    private static final int MAX_WAITS = 3;
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);
    private static final int TOO_MANY_REQUESTS = 429;

    WebhookChannel {
        if ((url == null) == (urlSecret == null)) {
            throw new IllegalArgumentException("a webhook: expected exactly one of url and urlSecret");
        }
        if (url != null) {
            AddressCheck.page("url", url, "urlSecret or secretHeaders");
        }
    }

    @Override
    public void send(Delivery delivery) throws InterruptedException {
        var host = delivery.attempt().host();
        var headers = new LinkedHashMap<String, String>();
        headers.put(keyHeader, delivery.notice().key());
        secretHeaders.forEach(
                (header, secret) -> headers.put(header, host.secret(secret).strip()));
        var address = address(host);
        var body = delivery.json();
        delivery.log().recordStarted();
        for (var waits = 0; ; waits++) {
            WebClient.Response response;
            try {
                response = WebClient.send("POST", address, headers, body, timeout);
            } catch (IOException unanswered) {
                throw delivery.failed("no answer: " + unanswered.getMessage(), true);
            }
            var status = response.status();
            if (status / 100 == 2) {
                return;
            }
            if (status != TOO_MANY_REQUESTS || waits == MAX_WAITS) {
                delivery.log().recordRefused();
                throw delivery.failed("status " + status, status == TOO_MANY_REQUESTS || status >= 500);
            }
            var asked = response.retryAfter();
            Poller.of(delivery.attempt())
                    .pause(asked == null ? DEFAULT_WAIT : asked, () -> delivery.channel() + " asks to wait");
        }
    }

    private String address(Host host) {
        return url != null
                ? url
                : host.secret(Objects.requireNonNull(urlSecret)).strip();
    }
}
