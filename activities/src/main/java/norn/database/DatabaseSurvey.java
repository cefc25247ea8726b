package norn.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import norn.action.Attempt;
import norn.action.Target;
import norn.database.backup.DatabaseIdentity;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.Server;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment has come with the databases, read from their names.
 *
 * @param swapped the deployment's copy serves, and the original is retained
 * @param begun a copy exists, or the original is closed, without a swap: going back costs nothing
 * @param gone what serves is not what was recorded, and the original is not retained: only its dump can bring it back
 * @param names of the databases that belong to it
 * @param rowsSince rows written since the swap, as the server counts them; null: unknown
 * @param swappedAt null: unknown, or not swapped
 * @param estimate how long going back took when the release was tried here; null: it was not
 */
public record DatabaseSurvey(
        boolean swapped,
        boolean begun,
        boolean gone,
        List<String> names,
        @Nullable Long rowsSince,
        @Nullable Instant swappedAt,
        @Nullable String estimate) {
    public DatabaseSurvey {
        names = List.copyOf(names);
    }

    /** The survey for the deployment that recorded the target. */
    static DatabaseSurvey of(Order order, Attempt attempt, Target target) {
        var deployment = target.deployment();
        var server = Server.of(order, attempt);
        var names = DatabaseNames.of(server.settings().name(), deployment);
        try (var maintenance = server.maintenance()) {
            var all = Server.all(maintenance).stream()
                    .filter(database -> database.name().equals(names.live())
                            || database.name().startsWith(names.live() + "__"))
                    .toList();
            var swapped = all.stream().anyMatch(database -> database.name().equals(names.previous()));
            var closed = all.stream().noneMatch(database -> database.name().equals(names.live()) && database.open());
            var copied = all.stream().anyMatch(database -> database.name().equals(names.next()));
            var swap = new SwapRecord.SwapRecordFile(attempt.host().records(), deployment).read();
            var gone = !swapped && isAnother(all, names, target, attempt);
            return new DatabaseSurvey(
                    swapped,
                    !swapped && (closed || copied),
                    gone,
                    all.stream().map(Server.DatabaseState::name).toList(),
                    (swapped || gone) && !closed && swap.isPresent() ? rowsSince(server, swap.get(), attempt) : null,
                    swapped && swap.isPresent() ? Instant.parse(swap.get().at()) : null,
                    target.deploys() == null
                            ? null
                            : TrialRecord.find(attempt.host().records(), target.deploys())
                                    .map(TrialRecord::estimate)
                                    .orElse(null));
        } catch (SQLException failed) {
            throw DatabaseFailure.of("inspecting the databases", failed);
        }
    }

    /** How long the copy has served; empty where that is unknown. */
    public Optional<Duration> since(Instant now) {
        return swappedAt == null ? Optional.empty() : Optional.of(Duration.between(swappedAt, now));
    }

    private static boolean isAnother(
            List<Server.DatabaseState> all, DatabaseNames names, Target target, Attempt attempt) {
        var recorded = target.parts().get("database");
        var identity = new DatabaseIdentity(attempt.host().records(), target.deployment());
        return recorded != null
                && all.stream()
                        .noneMatch(database ->
                                database.name().equals(names.live()) && identity.isOriginal(database, recorded));
    }

    private static @Nullable Long rowsSince(Server server, SwapRecord swap, Attempt attempt) throws SQLException {
        try (var live = server.live()) {
            return swap.rowsSince(SwapRecord.of(live, attempt.clock().instant()));
        }
    }
}
