package norn.channel;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import norn.action.ActionFailed;
import norn.plan.Order;

/** What is said, by a message's id and audience. An installation's own wording comes first. */
final class MessageTexts {
    private static final Map<String, String> BUILT_IN = builtIn();
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private MessageTexts() {}

    /** The text of a message for an audience. @throws ActionFailed {@code UnknownMessage} listing those that there are */
    static String text(ChannelSettings settings, String message, String audience, Order order, String free) {
        var template = settings.messages().get(message + "/" + audience);
        if (template == null) {
            template = settings.messages().get(message);
        }
        if (template == null) {
            template = BUILT_IN.get(message + "/" + audience);
        }
        if (template == null) {
            template = BUILT_IN.get(message);
        }
        if (template == null) {
            var known = new LinkedHashMap<>(BUILT_IN);
            known.putAll(settings.messages());
            throw new ActionFailed(
                    "UnknownMessage",
                    "message %s: nobody has written it".formatted(message),
                    "Write it under host.channels.messages. Known: " + String.join(", ", known.keySet()),
                    false);
        }
        var previous = order.previousRelease();
        return template.replace("{release}", order.release())
                .replace("{previousRelease}", previous == null ? "the release before" : previous)
                .replace("{environment}", order.environment())
                .replace("{deployment}", order.deployment())
                .replace("{t0}", t0(order))
                .replace("{text}", free)
                .strip();
    }

    /** When the world closes, to the minute. */
    private static String t0(Order order) {
        var t0 = order.context().t0();
        return t0 == null ? "at a time that is still to be told" : "at " + MINUTE.format(t0) + " UTC";
    }

    private static Map<String, String> builtIn() {
        var texts = new LinkedHashMap<String, String>();
        texts.put(
                "deployment-scheduled",
                "Release {release} is to be deployed to {environment} {t0}. Run: {deployment}. {text}");
        texts.put(
                "deployment-starting",
                "The deployment of {release} to {environment} begins; the world closes {t0}. Run: {deployment}. {text}");
        texts.put("maintenance-notice", "Maintenance is coming: the world closes {t0} for release {release}. {text}");
        texts.put(
                "maintenance-warning", "The world closes in 30 minutes for maintenance. Please come to an end. {text}");
        texts.put("maintenance-over", "Maintenance is over. Welcome back! {text}");
        texts.put("maintenance-cancelled", "The maintenance that was announced does not take place. {text}");
        texts.put(
                "deployment-cancelled",
                "The deployment of {release} to {environment} does not take place: it was stopped before anything was changed. Run: {deployment}. {text}");
        texts.put("deployment-successful", "The world is open again, with release {release}. {text}");
        texts.put("operational", "{environment}: operational, release {release}. {text}");
        texts.put("deployment-complete", "{release} is live on {environment}. Run: {deployment}. {text}");
        texts.put("rollback-starting/players", "The world closes: we have to go back to the release before. {text}");
        texts.put("rollback-starting", "{environment} is rolled back. Run: {deployment}. {text}");
        texts.put("rolled-back/players", "The world is open again, with the release before. {text}");
        texts.put("rolled-back", "{environment} was rolled back and is operational. Run: {deployment}. {text}");
        texts.put("page", "[{environment}] {text} Run: {deployment}.");
        texts.put("test", "This is a test of Norn's notices for {environment}: nothing has happened. {text}");
        return texts;
    }
}
