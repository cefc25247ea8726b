package norn.action.players;

import static norn.action.NamedAction.changing;
import static norn.action.NamedAction.harmless;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.Sample;

/** Players: their door, notices, and leaving. */
public final class PlayersCapability implements Capability<PlayersSettings> {
    @Override
    public String section() {
        return "players";
    }

    @Override
    public Class<PlayersSettings> settings() {
        return PlayersSettings.class;
    }

    @Override
    public String sample() {
        return Sample.of(PlayersCapability.class);
    }

    @Override
    public List<Action> actions() {
        return List.of(
                changing(
                        "close-door",
                        "Shuts the door for players; testers still get in.",
                        (order, attempt) -> new Door(attempt).close()),
                changing(
                        "open-door",
                        "Opens the door for players.",
                        (order, attempt) -> new Door(attempt).open(order.deployment())),
                changing(
                        "drain-players",
                        "Tells players, counts down, waits for them, and ends the sessions that are left.",
                        new Drain()::run),
                harmless(
                        "count-players",
                        "Counts the players who are in.",
                        new CountPlayers()::run,
                        Option.optional("least", Type.NUMBER, "how many there must be"),
                        Option.optional("within", Type.DURATION, "how long they are waited for")));
    }
}
