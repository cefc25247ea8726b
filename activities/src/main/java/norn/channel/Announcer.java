package norn.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.files.AtomicFiles;
import norn.files.Sha256;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/** Tells people: an announcement to an audience, a page to those on call, a test to all who are no players. */
final class Announcer {
    private static final String PAGER = "pager";

    Evidence announce(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var audience = options.text("audience").orElseThrow();
        return send(
                List.of(audience),
                options.text("message").orElseThrow(),
                options.text("text").orElse(""),
                order,
                attempt);
    }

    Evidence page(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var about = options.text("about").map(words -> words + ": ").orElse("");
        return send(List.of(PAGER), "page", about + options.text("text").orElse(""), order, attempt);
    }

    Evidence test(Order order, Attempt attempt) throws InterruptedException {
        var audience = Options.of(order).text("audience");
        return send(
                audience.map(List::of).orElse(List.of("stakeholders", "status-page", PAGER)),
                "test",
                "",
                order,
                attempt);
    }

    private static Evidence send(List<String> audiences, String message, String free, Order order, Attempt attempt)
            throws InterruptedException {
        var settings = attempt.settings(ChannelSettings.class);
        var failures = new ArrayList<ActionFailed>();
        var channels = 0;
        var sent = 0;
        for (var audience : audiences) {
            var text = attempt.redact(MessageTexts.text(settings, message, audience, order, free));
            var notice = new Notice(
                    "%s/%s/%d/%s/%s"
                            .formatted(
                                    order.deployment(),
                                    order.step(),
                                    order.attempt(),
                                    audience,
                                    Sha256.of(message + free).substring(0, 8)),
                    audience,
                    message,
                    text,
                    order,
                    firstSentAt(attempt));
            attempt.evidence().value(audiences.size() == 1 ? "text" : audience, text);
            for (var channel : channels(settings, audience).entrySet()) {
                channels++;
                attempt.heartbeat("telling " + channel.getKey());
                try {
                    if (new NoticeSender(attempt).send(notice, channel.getValue(), channel.getKey())) {
                        sent++;
                    }
                } catch (ActionFailed failed) {
                    failures.add(failed);
                }
            }
        }
        attempt.evidence().value("channels", channels).value("notified", sent);
        if (!failures.isEmpty()) {
            throw all(failures);
        }
        var whom = String.join(", ", audiences);
        if (channels == 0) {
            return attempt.evidence().notNeeded("%s: this environment has no channel to them".formatted(whom));
        }
        if (sent == 0) {
            return attempt.evidence().alreadySo("%s were told".formatted(whom));
        }
        return attempt.evidence()
                .done("%s told through %s: %s".formatted(whom, Count.of(channels, "channel"), message));
    }

    /** The time that a notice bears, the same in every try. */
    private static String firstSentAt(Attempt attempt) {
        var file = attempt.stepFolder().resolve("sent-at");
        try {
            if (!Files.exists(file)) {
                AtomicFiles.write(file, attempt.clock().instant().toString());
            }
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, ChannelSettings.Channel> channels(ChannelSettings settings, String audience) {
        var list = switch (audience) {
            case "players" -> settings.players();
            case "stakeholders" -> settings.stakeholders();
            case "status-page" -> settings.statusPage();
            case PAGER -> settings.pager();
            default ->
                throw new ActionFailed(
                        "UnknownAudience",
                        "audience %s: nobody is called so".formatted(audience),
                        "Known: players, stakeholders, status-page, pager",
                        false);
        };
        var named = new LinkedHashMap<String, ChannelSettings.Channel>();
        for (var i = 0; i < list.size(); i++) {
            named.put("%s[%d]".formatted(audience, i), list.get(i));
        }
        return named;
    }

    private static ActionFailed all(List<ActionFailed> failures) {
        return new ActionFailed(
                "NotNotified",
                String.join(
                        "; ", failures.stream().map(ActionFailed::getMessage).toList()),
                failures.get(0).remedy(),
                failures.stream().anyMatch(ActionFailed::retryable));
    }
}
