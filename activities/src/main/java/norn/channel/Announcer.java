package norn.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.files.AtomicFiles;
import norn.files.Sha256;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/** Notifies people: an announcement to an audience, a page to those on call, a test to all who get tests. */
final class Announcer {
    Evidence announce(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        return send(
                attempt.settings(ChannelSettings.class),
                List.of(options.text("audience").orElseThrow()),
                new Message(
                        options.text("message").orElseThrow(),
                        options.text("text").orElse("")),
                order,
                attempt);
    }

    Evidence page(Order order, Attempt attempt) throws InterruptedException {
        return ask(settings -> List.of(ChannelSettings.PAGER), "nobody is paged", order, attempt);
    }

    Evidence notify(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        return ask(
                settings -> settings.audiencesOf(options.texts("roles"), options.flag("urgent")),
                "nobody is notified",
                order,
                attempt);
    }

    private static Evidence ask(
            Function<ChannelSettings, List<String>> audiences, String nobody, Order order, Attempt attempt)
            throws InterruptedException {
        var settings = attempt.host().section(ChannelSettings.class);
        if (settings.isEmpty()) {
            return attempt.evidence().notNeeded(nobody + ": the environment file has no host.channels");
        }
        var options = Options.of(order);
        var about = options.text("about").map(subject -> subject + ": ").orElse("");
        return send(
                settings.get(),
                audiences.apply(settings.get()),
                new Message("page", about + options.text("text").orElse("")),
                order,
                attempt);
    }

    Evidence test(Order order, Attempt attempt) throws InterruptedException {
        var settings = attempt.settings(ChannelSettings.class);
        var tested = settings.audiences().keySet().stream()
                .filter(audience -> !settings.withoutTests().contains(audience))
                .toList();
        var audiences = Options.of(order).text("audience").map(List::of).orElse(tested);
        return send(settings, audiences, new Message("test", ""), order, attempt);
    }

    /** A message's id, and what the order adds to its text. */
    private record Message(String id, String addition) {
        String hash() {
            return Sha256.of(id + addition).substring(0, 8);
        }
    }

    private static Evidence send(
            ChannelSettings settings, List<String> audiences, Message message, Order order, Attempt attempt)
            throws InterruptedException {
        var failures = new ArrayList<ActionFailed>();
        var channels = 0;
        var sent = 0;
        for (var audience : audiences) {
            var through = channels(settings, audience);
            var notice = notice(settings, audience, message, order, attempt);
            attempt.evidence().value(audiences.size() == 1 ? "text" : audience, notice.text());
            for (var i = 0; i < through.size(); i++) {
                var name = "%s[%d]".formatted(audience, i);
                channels++;
                attempt.heartbeat("notifying " + name);
                try {
                    if (Delivery.of(notice, name, attempt).send(through.get(i))) {
                        sent++;
                    }
                } catch (ActionFailed failed) {
                    failures.add(failed);
                }
            }
        }
        attempt.evidence().value("channels", channels).value("notified", sent);
        if (!failures.isEmpty()) {
            throw notNotified(failures);
        }
        var whom = String.join(", ", audiences);
        if (channels == 0) {
            return attempt.evidence().notNeeded("%s: this environment has no channel to them".formatted(whom));
        }
        if (sent == 0) {
            return attempt.evidence().alreadySo("%s notified".formatted(whom));
        }
        return attempt.evidence()
                .done("%s notified through %s: %s".formatted(whom, Count.of(channels, "channel"), message.id()));
    }

    private static Notice notice(
            ChannelSettings settings, String audience, Message message, Order order, Attempt attempt) {
        var key =
                "%s/%s/%d/%s/%s".formatted(order.deployment(), order.step(), order.attempt(), audience, message.hash());
        var text = attempt.redact(MessageTexts.text(settings, message.id(), audience, order, message.addition()));
        return new Notice(key, audience, message.id(), text, order, firstSentAt(attempt));
    }

    /** The time of the step's notices, the same in every try. */
    private static String firstSentAt(Attempt attempt) {
        var file = attempt.stepFolder().resolve("sent-at");
        try {
            if (!Files.exists(file)) {
                AtomicFiles.write(file, attempt.clock().instant().toString());
            }
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    private static List<Channel> channels(ChannelSettings settings, String audience) {
        var channels = settings.audiences().get(audience);
        if (channels != null) {
            return channels;
        }
        throw new ActionFailed(
                "UnknownAudience",
                "audience %s: host.channels.audiences has none of that name".formatted(audience),
                "Known: " + String.join(", ", settings.audiences().keySet()),
                false);
    }

    private static ActionFailed notNotified(List<ActionFailed> failures) {
        return new ActionFailed(
                "NotNotified",
                failures.stream().map(ActionFailed::getMessage).collect(Collectors.joining("; ")),
                failures.get(0).remedy(),
                failures.stream().anyMatch(ActionFailed::retryable));
    }
}
