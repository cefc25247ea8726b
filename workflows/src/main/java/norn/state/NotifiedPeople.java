package norn.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.plan.Asking;
import org.jspecify.annotations.Nullable;

/**
 * What people have been notified of: what waits for them.
 *
 * @param asked what they know to wait for them, as {@code id#attempt}
 * @param ahead what they know to come
 * @param warned of which deadlines they were warned
 * @param at when they were notified or reminded last; null: never
 * @param reminders how often they were reminded since something new waited
 */
public record NotifiedPeople(
        List<String> asked,
        List<String> ahead,
        List<String> warned,
        @Nullable Instant at,
        int reminders) {
    private static final int MAX_QUICK_REMINDERS = 6;

    /** Nobody was notified of anything. */
    static final NotifiedPeople NOTHING = new NotifiedPeople(List.of(), List.of(), List.of(), null, 0);

    public NotifiedPeople {
        asked = List.copyOf(asked);
        ahead = List.copyOf(ahead);
        warned = List.copyOf(warned);
    }

    NotifiedPeople with(Event.PeopleNotified event, Instant now) {
        return switch (event.kind()) {
            case ASKED -> new NotifiedPeople(both(asked, event.about()), ahead, warned, now, 0);
            case REMINDED -> new NotifiedPeople(asked, ahead, warned, now, reminders + 1);
            case AHEAD -> new NotifiedPeople(asked, both(ahead, event.about()), warned, at, reminders);
            case DEADLINE -> new NotifiedPeople(asked, ahead, both(warned, event.about()), at, reminders);
        };
    }

    /** How long after the last time people are reminded: ever more seldom, and quickly at first while users are out. */
    public Duration interval(boolean usersAreOut, Asking asking) {
        if (usersAreOut && reminders < MAX_QUICK_REMINDERS) {
            return asking.remindersWhileUsersAreOut();
        }
        var all = asking.reminders();
        return all.get(Math.min(reminders, all.size() - 1));
    }

    private static List<String> both(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
