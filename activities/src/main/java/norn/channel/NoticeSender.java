package norn.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;
import norn.http.WebClient;

/** Tells a notice through a channel, once. */
final class NoticeSender {
    private static final int MAX_WAITS = 3;
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Attempt attempt;

    NoticeSender(Attempt attempt) {
        this.attempt = attempt;
    }

    /**
     * Tells it.
     *
     * @return whether it had to be told; false: it was told before
     * @throws ActionFailed {@code NotTold} where it was not, or nobody knows
     */
    boolean send(Notice notice, ChannelSettings.Channel channel, String name) throws InterruptedException {
        var deliveryLog = new DeliveryLog(attempt, notice, name);
        if (deliveryLog.isDelivered()) {
            return false;
        }
        if (channel instanceof ChannelSettings.Log log) {
            write(notice, log);
        } else {
            post(notice, (ChannelSettings.Webhook) channel, name, deliveryLog);
        }
        deliveryLog.recordDelivered();
        return true;
    }

    private void write(Notice notice, ChannelSettings.Log log) {
        try {
            var file = log.file().toAbsolutePath();
            Files.createDirectories(file.getParent());
            var line = attempt.redact(notice.json(false));
            if (Files.exists(file) && Files.readString(file).lines().anyMatch(line::equals)) {
                return;
            }
            Files.writeString(
                    file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new ActionFailed(
                    "NotNotified",
                    "%s: cannot be written: %s".formatted(log.file(), failure.getMessage()),
                    "Look at the folder and the disk, then RETRY.",
                    true,
                    failure);
        }
    }

    private void post(Notice notice, ChannelSettings.Webhook webhook, String name, DeliveryLog deliveryLog)
            throws InterruptedException {
        var headers = new LinkedHashMap<String, String>();
        headers.put(webhook.keyHeader(), notice.key());
        webhook.secretHeaders()
                .forEach((header, secret) ->
                        headers.put(header, attempt.host().secret(secret).strip()));
        var body = attempt.redact(notice.json(deliveryLog.isUncertain()));
        deliveryLog.recordStarted();
        for (var waited = 0; ; waited++) {
            WebClient.Response response;
            try {
                response = WebClient.send("POST", url(webhook), headers, body, webhook.timeout());
            } catch (IOException silent) {
                throw failed(name, "no answer: " + silent.getMessage(), true);
            }
            if (response.status() / 100 == 2) {
                return;
            }
            if (response.status() != 429 || waited == MAX_WAITS) {
                deliveryLog.recordRefused();
                throw failed(name, "status " + response.status(), response.status() == 429 || response.status() >= 500);
            }
            var wait = response.retryAfter() == null ? WAIT : response.retryAfter();
            Poller.of(attempt).pause(wait, () -> name + " asks to wait");
        }
    }

    private String url(ChannelSettings.Webhook webhook) {
        var url = webhook.url();
        if (url != null) {
            return url;
        }
        var secret = webhook.urlSecret();
        if (secret == null) {
            throw new IllegalStateException("a webhook without an address");
        }
        return attempt.host().secret(secret).strip();
    }

    private ActionFailed failed(String name, String why, boolean retryable) {
        return new ActionFailed(
                "NotNotified",
                attempt.redact("channel %s: %s".formatted(name, why)),
                "Look at the receiver and at host.channels, then RETRY.",
                retryable);
    }
}
