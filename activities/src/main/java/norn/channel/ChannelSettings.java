package norn.channel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Who is notified through what.
 *
 * @param audiences the channels of each audience, by its name; {@code pager} are those on call; one that
 *     has a role's name is notified of what waits for that role. An empty list: nobody is notified
 * @param withoutTests audiences that get no test notices
 * @param messages this installation's own wording, by a message's id or by {@code id/audience}; {@code {release}},
 *     {@code {previousRelease}}, {@code {environment}}, {@code {deployment}}, {@code {t0}} and {@code {text}} are replaced
 */
public record ChannelSettings(
        Map<String, List<Channel>> audiences, List<String> withoutTests, Map<String, String> messages) {
    /** The audience that Norn itself calls: a step failed, a gate is unanswered, a criterion is met. */
    static final String PAGER = "pager";

    public ChannelSettings {
        if (!audiences.containsKey(PAGER)) {
            throw new IllegalArgumentException(
                    "audiences: has no pager, which Norn calls when people must act. Expected its channels; [] where"
                            + " nobody is on call");
        }
        for (var audience : withoutTests) {
            if (!audiences.containsKey(audience)) {
                throw new IllegalArgumentException("withoutTests: unknown audience %s. Known: %s"
                        .formatted(audience, String.join(", ", audiences.keySet())));
            }
        }
    }

    /**
     * Who is notified of what waits for those roles: the audience of each role's name; those on call for a role that has none, where
     * it is urgent, and where no role is named.
     */
    List<String> audiencesOf(List<String> roles, boolean urgent) {
        var notified = new LinkedHashSet<String>();
        roles.stream().filter(audiences::containsKey).forEach(notified::add);
        if (urgent || roles.isEmpty() || !audiences.keySet().containsAll(roles)) {
            notified.add(PAGER);
        }
        return List.copyOf(notified);
    }
}
