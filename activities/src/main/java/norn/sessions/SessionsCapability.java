package norn.sessions;

import static norn.action.NamedAction.changing;
import static norn.action.NamedAction.harmless;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.SampleSection;

/** Players: their door, notices, and leaving. */
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
    public String sample() {
        return SampleSection.of(SessionsCapability.class);
    }

    @Override
    public List<Action> actions() {
        return List.of(
                changing(
                        "enable-maintenance",
                        "Shuts the door for players; testers still get in.",
                        (order, attempt) -> new MaintenanceMode(attempt).enable()),
                changing(
                        "disable-maintenance",
                        "Opens the door for players.",
                        (order, attempt) -> new MaintenanceMode(attempt).disable(order.deployment())),
                changing(
                        "drain-sessions",
                        "Tells players, counts down, waits for them, and ends the sessions that are left.",
                        new DrainSessions()::run),
                harmless(
                        "count-sessions",
                        "Counts the players who are in.",
                        new CountSessions()::run,
                        Option.optional("minimum", Type.NUMBER, "how many there must be"),
                        Option.optional("timeout", Type.DURATION, "how long they are waited for")));
    }
}
