package norn.sessions;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.ActionCall;
import norn.action.Capability;

/** Sessions of users: maintenance mode, notices, draining. */
public final class SessionsCapability implements Capability<SessionsSettings> {
    @Override
    public String section() {
        return "sessions";
    }

    @Override
    public Class<SessionsSettings> settings() {
        return SessionsSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                changing(
                                "enable-maintenance",
                                "Enables maintenance mode: users cannot log in, testers can.",
                                (order, attempt) -> new MaintenanceMode(attempt).enable())
                        .reading(SessionsCapability::references),
                changing(
                                "disable-maintenance",
                                "Disables maintenance mode: users can log in again.",
                                (order, attempt) -> new MaintenanceMode(attempt).disable(order))
                        .reading(SessionsCapability::references),
                changing(
                                "drain-sessions",
                                "Notifies users, counts down, waits for their sessions to end, and ends those that are"
                                        + " left.",
                                new DrainSessions()::run)
                        .reading(SessionsCapability::references),
                harmless(
                                "count-sessions",
                                "Counts the sessions of users.",
                                new CountSessions()::run,
                                Option.optional("minimum", Type.NUMBER, "how many there must be at least"),
                                Option.optional("timeout", Type.DURATION, "how long that many are waited for"))
                        .reading(SessionsCapability::references));
    }

    /** A command that lies in the active release needs one. */
    private static List<String> references(ActionCall call) {
        return call.settings("sessions", SessionsSettings.class)
                .filter(SessionsSettings::needsRelease)
                .map(settings -> List.of("code"))
                .orElse(List.of());
    }
}
