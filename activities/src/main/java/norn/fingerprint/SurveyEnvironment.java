package norn.fingerprint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Target;
import norn.action.Targets;
import norn.database.Database;
import norn.database.DatabaseSurvey;
import norn.database.store.StoreSurvey;
import norn.database.store.Stores;
import norn.plan.Order;
import norn.runbook.RollbackMode;
import norn.sessions.GoLiveRecord;
import norn.sessions.MaintenanceSettings;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** Inspects the environment before a rollback: what the target is, what must be changed for it, and what that costs. */
final class SurveyEnvironment {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var rollback = order.context().rollbackOrDefault();
        if (rollback.to() == null) {
            requireLatest(order, attempt);
        }
        var target = new Targets(attempt.host().records()).choose(order);
        var now = Fingerprint.of(order, attempt);
        var settings = attempt.host().section(Database.class).orElse(null);
        var databases = settings == null ? null : settings.survey(order, attempt, target);
        var swapped = databases != null && (databases.swapped() || databases.gone());
        var rows = databases == null ? null : databases.rowsSince();
        var goLiveAt = Optional.ofNullable(order.context().goLiveAt())
                .or(() -> GoLiveRecord.since(attempt, target.deployment()));
        // This record outweighs what the deployment knows of itself: it may have been reset since.
        var letIn = GoLiveRecord.since(attempt, target.deployment()).isPresent();
        var databaseWentLive = swapped
                && (letIn
                        || (!rollback.beforeGoLive()
                                && (goLiveAt.isPresent()
                                        || (mayHaveRows(rows) && !GoLiveRecord.isInMaintenance(attempt)))));

        var stores = new Stores(order, attempt).changed(target, now.parts());
        var storesWentLive = !stores.isEmpty() && (letIn || (!rollback.beforeGoLive() && goLiveAt.isPresent()));
        var fits = (!swapped || settings == null || settings.oldCodeFitsNewSchema())
                && stores.stream().allMatch(StoreSurvey::oldCodeFitsNewSchema);
        var codeAlone = rollback.mode() == RollbackMode.CODE
                || (rollback.mode() == RollbackMode.AUTO && (databaseWentLive || storesWentLive) && fits);
        var wentLive = databaseWentLive || storesWentLive;
        var storesBack = !stores.isEmpty() && !codeAlone;
        var databaseBack = databases != null && (databases.begun() || (swapped && !codeAlone));
        var database = databaseBack || storesBack;
        var code = differs(target, now, "release", "code", Fingerprint.CODE_CHANGES, "configuration", "files");
        var changed = code || database || swapped || !stores.isEmpty() || differs(target, now, "services");
        var minutes = wentLive ? minutes(goLiveAt, databases, attempt.clock().instant()) : null;
        var cost = cost(databaseBack && databaseWentLive, rows, minutes, storesBack ? stores : List.of());
        var estimate = estimate(databaseBack ? databases : null, storesBack ? stores : List.of());
        return attempt.evidence()
                .value("target", target.release())
                .value("targetDeployment", target.deployment())
                .value("active", now.release())
                .value("code", code)
                .value("database", database)
                .value("changed", changed)
                .value("wentLive", wentLive)
                .value("asksConsent", database && wentLive && (rollback.beforeGoLive() || rollback.byPerson()))
                .value("stores", storesBack)
                .value("storesChanged", stores.stream().map(StoreSurvey::name).toList())
                .value("rowsSince", rows)
                .value("minutesSince", minutes)
                .value("cost", cost)
                .value("usersOutSince", usersOutSince(attempt))
                .value("estimate", estimate)
                .value("services", now.parts().get("services"))
                .value("databases", databases == null ? null : databases.names())
                .done(summary(target, now, code, databaseBack, storesBack ? stores : List.of(), changed, cost)
                        + (estimate == null ? "" : "; " + estimate));
    }

    /** A run that knows nothing of the one after it, such as one of a server that was given up, would take that one back too. */
    private static void requireLatest(Order order, Attempt attempt) {
        GoLiveRecord.after(attempt.host().records(), order.deployment()).ifPresent(later -> {
            throw new ActionFailed(
                    "Superseded",
                    "%s let users in after %s: a rollback of this one would take that one back too, and was not begun"
                            .formatted(later, order.deployment()),
                    "Terminate this run (Temporal UI, or temporal workflow terminate). To roll %s back: norn rollback %s --reason TEXT"
                            .formatted(later, order.environment()),
                    false);
        });
    }

    /** Since when users are shut out, in ISO form; null: they are in, or that is not known here. */
    private static @Nullable String usersOutSince(Attempt attempt) {
        return GoLiveRecord.isInMaintenance(attempt)
                ? MaintenanceSettings.enabledSince(attempt.host().records())
                        .map(Instant::toString)
                        .orElse(null)
                : null;
    }

    /** What is unknown is not nothing. */
    private static boolean mayHaveRows(@Nullable Long rows) {
        return rows == null || rows > 0;
    }

    private static boolean differs(Target target, Fingerprint now, String... parts) {
        for (var part : parts) {
            if (!Objects.equals(target.parts().get(part), now.parts().get(part))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Long minutes(Optional<Instant> goLiveAt, @Nullable DatabaseSurvey databases, Instant now) {
        var since = goLiveAt.isPresent() || databases == null ? goLiveAt.orElse(null) : databases.swappedAt();
        return since == null ? null : Duration.between(since, now).toMinutes();
    }

    private static String cost(
            boolean setsAside, @Nullable Long rows, @Nullable Long minutes, List<StoreSurvey> storesBack) {
        var costs = new ArrayList<String>();
        if (setsAside) {
            costs.add("%s rows written in %s minutes are set aside, and retained under another name"
                    .formatted(
                            rows == null ? "an unknown number of" : rows,
                            minutes == null ? "an unknown number of" : minutes));
        }
        storesBack.forEach(store -> costs.add(store.cost()));
        return costs.isEmpty() ? "nothing that users did is set aside" : String.join("; ", costs);
    }

    /** How long bringing back takes, as far as it was measured; null: nothing says so. */
    private static @Nullable String estimate(@Nullable DatabaseSurvey databaseBack, List<StoreSurvey> storesBack) {
        var estimates = Stream.concat(
                        Stream.ofNullable(databaseBack)
                                .map(DatabaseSurvey::estimate)
                                .filter(Objects::nonNull),
                        storesBack.stream().flatMap(store -> store.estimate().stream()))
                .toList();
        return estimates.isEmpty() ? null : String.join("; ", estimates);
    }

    private static String summary(
            Target target,
            Fingerprint now,
            boolean code,
            boolean database,
            List<StoreSurvey> stores,
            boolean changed,
            String cost) {
        if (!changed) {
            return "already so: %s is active and runs, as recorded; nothing is to be rolled back"
                    .formatted(now.release());
        }
        var what = new ArrayList<String>();
        if (code) {
            what.add("code");
        }
        if (database) {
            what.add("database");
        }
        stores.forEach(store -> what.add("store " + store.name()));
        return "back to %s: %s; %s"
                .formatted(target.release(), what.isEmpty() ? "services" : String.join(" and ", what), cost);
    }
}
