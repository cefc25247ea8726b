package norn.channel;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.plan.Order;

/** The texts of notices, by a message's id and audience. An installation's own wording comes first. */
final class MessageTexts {
    private static final Map<String, String> BUILT_IN = builtIn();
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private MessageTexts() {}

    /**
     * The text of a message for an audience.
     *
     * @throws ActionFailed {@code UnknownMessage} listing those that there are
     */
    static String text(ChannelSettings settings, String message, String audience, Order order, String addition) {
        var previous = order.previousRelease();
        return template(settings.messages(), message, audience)
                .replace("{release}", order.release())
                .replace("{previousRelease}", previous == null ? "the previous release" : previous)
                .replace("{environment}", order.environment())
                .replace("{deployment}", order.deployment())
                .replace("{t0}", t0(order))
                .replace("{text}", addition)
                .strip();
    }

    private static String template(Map<String, String> own, String message, String audience) {
        return List.of(own, BUILT_IN).stream()
                .flatMap(texts -> Optional.ofNullable(texts.get(message + "/" + audience))
                        .or(() -> Optional.ofNullable(texts.get(message)))
                        .stream())
                .findFirst()
                .orElseThrow(() -> unknown(own, message));
    }

    private static ActionFailed unknown(Map<String, String> own, String message) {
        var known = new LinkedHashSet<>(BUILT_IN.keySet());
        known.addAll(own.keySet());
        return new ActionFailed(
                "UnknownMessage",
                "message %s: it has no text".formatted(message),
                "Write it under host.channels.messages. Known: " + String.join(", ", known),
                false);
    }

    /** When maintenance begins, to the minute. */
    private static String t0(Order order) {
        var t0 = order.context().t0();
        return t0 == null ? "at a time that is not fixed yet" : "at " + MINUTE.format(t0) + " UTC";
    }

    private static Map<String, String> builtIn() {
        var texts = new LinkedHashMap<String, String>();
        texts.put(
                "deployment-scheduled",
                "Release {release} is to be deployed to {environment} {t0}. Run: {deployment}. {text}");
        texts.put(
                "deployment-starting",
                "The deployment of {release} to {environment} begins; maintenance starts {t0}. Run: {deployment}. {text}");
        texts.put("maintenance-notice", "Maintenance of {environment} starts {t0} for release {release}. {text}");
        texts.put(
                "maintenance-warning",
                "Maintenance of {environment} starts in 30 minutes. Please finish what you are doing. {text}");
        texts.put("maintenance-over", "Maintenance of {environment} is over. Welcome back! {text}");
        texts.put("maintenance-cancelled", "The announced maintenance of {environment} is cancelled. {text}");
        texts.put(
                "deployment-cancelled",
                "The deployment of {release} to {environment} is cancelled: it was stopped before anything was changed. Run: {deployment}. {text}");
        texts.put(
                "deployment-rescheduled",
                "The deployment of {release} to {environment} is moved: maintenance now starts {t0}. Run: {deployment}. {text}");
        texts.put(
                "maintenance-rescheduled",
                "The announced maintenance of {environment} is moved: it now starts {t0}. {text}");
        texts.put("deployment-successful", "{environment} is available again, with release {release}. {text}");
        texts.put("operational", "{environment}: operational, release {release}. {text}");
        texts.put("deployment-complete", "{release} is live on {environment}. Run: {deployment}. {text}");
        texts.put(
                "users-rollback-starting",
                "Maintenance of {environment} starts: the previous release is restored. {text}");
        texts.put("rollback-starting", "{environment} is being rolled back. Run: {deployment}. {text}");
        texts.put("users-rolled-back", "{environment} is available again, with the previous release. {text}");
        texts.put("rolled-back", "{environment} was rolled back and is operational. Run: {deployment}. {text}");
        texts.put("page", "[{environment}] {text} Run: {deployment}.");
        texts.put("test", "This is a test of Norn's notices for {environment}: nothing has happened. {text}");
        return texts;
    }
}
