package norn.fingerprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Target;
import norn.action.Targets;
import norn.database.Database;
import norn.plan.Order;
import norn.runbook.RollbackMode;
import norn.state.Evidence;

/** Compares the environment with the fingerprint from before the first change, as far as the rollback goes. */
final class VerifyFingerprint {
    Evidence run(Order order, Attempt attempt) {
        var rollback = order.context().rollbackOrDefault();
        var target = new Targets(attempt.host().records()).choose(Optional.ofNullable(rollback.to()));
        var now = Fingerprint.of(order, attempt);
        var names = compared(rollback.mode(), target, order, attempt);
        var before = only(names, target.parts());
        var after = only(names, now.parts());
        attempt.evidence()
                .value("fingerprintBefore", Fingerprint.sha256(before))
                .value("fingerprintAfter", Fingerprint.sha256(after))
                .value("compared", names)
                .value("release", now.release());
        var different = new ArrayList<String>();
        for (var name : names) {
            var was = before.getOrDefault(name, "absent");
            var is = after.getOrDefault(name, "absent");
            if (!was.equals(is)) {
                different.add("%s was %s and is %s".formatted(name, was, is));
            }
        }
        if (!different.isEmpty()) {
            throw new ActionFailed(
                    "FingerprintDiffers",
                    "the environment is not as it was before %s: %s"
                            .formatted(target.deployment(), String.join("; ", different)),
                    "Fix these parts; RETRY compares again.",
                    true);
        }
        return attempt.evidence()
                .done("%s is back: fingerprint %s, as before"
                        .formatted(now.release(), Fingerprint.sha256(after).substring(0, 12)));
    }

    /** Where the database was left as it is, on purpose, it is not compared. */
    private static List<String> compared(RollbackMode mode, Target target, Order order, Attempt attempt) {
        var names = new ArrayList<>(new TreeMap<>(target.parts()).keySet());
        var database = attempt.host().section(Database.class).orElse(null);
        if (database == null) {
            return names;
        }
        if (mode != RollbackMode.DATABASE
                && database.survey(order, attempt, target).swapped()) {
            names.removeAll(database.fingerprintParts());
        } else if (database.isRestoredFromDump(order, attempt, target)) {
            names.remove("database"); // another one, with the same schema
        }
        return names;
    }

    private static Map<String, String> only(List<String> names, Map<String, String> parts) {
        var only = new LinkedHashMap<String, String>();
        for (var name : names) {
            var part = parts.get(name);
            if (part != null) {
                only.put(name, part);
            }
        }
        return only;
    }
}
