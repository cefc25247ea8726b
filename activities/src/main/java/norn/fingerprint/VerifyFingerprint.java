package norn.fingerprint;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Target;
import norn.action.Targets;
import norn.database.Database;
import norn.database.store.Stores;
import norn.plan.Order;
import norn.runbook.RollbackMode;
import norn.service.ServiceSettings;
import norn.service.Services;
import norn.sessions.GoLiveRecord;
import norn.state.Evidence;

/** Compares the environment with the fingerprint from before the first change, as far as the rollback goes. */
final class VerifyFingerprint {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var rollback = order.context().rollbackOrDefault();
        var targets = new Targets(attempt.host().records());
        var target = targets.choose(order);
        var now = Fingerprint.of(order, attempt);
        var names = compared(rollback.mode(), target, now, order, attempt);
        if (names.isEmpty()) {
            throw new ActionFailed(
                    "NothingToCompare",
                    "the target of %s records no part of the environment: nothing can be proven with it"
                            .formatted(target.deployment()),
                    "Prove by hand that the environment is as it was before, then SKIP.",
                    false);
        }
        var before = only(names, target.parts());
        var after = only(names, now.parts());
        attempt.evidence()
                .value("fingerprintBefore", Target.fingerprint(before))
                .value("fingerprintAfter", Target.fingerprint(after))
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
                    different.stream().anyMatch(part -> part.startsWith(Fingerprint.CODE_CHANGES + " "))
                            ? "Bring the files of the release back as they were, and fix the other parts; RETRY"
                                    + " compares again. Of a file that services themselves write, git says no change"
                                    + " after 'git update-index --skip-worktree FILE', before the next day records it."
                            : "Fix these parts; RETRY compares again.",
                    true);
        }
        requireLeft(target, now, attempt);
        var whole = names.containsAll(
                target.parts().keySet()); // else the database of the deployment that is left still serves
        return attempt.evidence()
                .done("%s is back%s: fingerprint %s, as before%s"
                        .formatted(
                                now.release(),
                                isLeft(target) ? ", and %s serves no more".formatted(target.deploys()) : "",
                                Target.fingerprint(after).substring(0, 12),
                                recorded(whole, targets, target, order, attempt)));
    }

    /** The environment is proven whether or not that can be recorded; where it cannot, the next deployment is refused until it is. */
    private static String recorded(boolean whole, Targets targets, Target target, Order order, Attempt attempt) {
        var at = attempt.clock().instant().toString();
        try {
            if (whole) {
                var wentLive = GoLiveRecord.since(attempt, target.deployment()).isPresent();
                targets.rolledBack(target, order.deployment(), at, wentLive);
            } else {
                targets.left(target, order.deployment(), at);
            }
            return "";
        } catch (UncheckedIOException unwritable) {
            return ". That it was rolled back cannot be recorded (%s): make it possible, and roll it back once more before the next deployment"
                    .formatted(unwritable.getMessage());
        }
    }

    /** A fingerprint says what is there again; this says what is not there any more. */
    private static void requireLeft(Target target, Fingerprint now, Attempt attempt) {
        if (!isLeft(target)) {
            return;
        }
        var serving = new ArrayList<String>();
        if (Objects.equals(target.deploys(), now.release())) {
            serving.add("it is active");
        }
        if (attempt.host().section(ServiceSettings.class).isPresent()) {
            new Services(attempt).states().forEach((name, state) -> {
                if (Objects.equals(target.deploys(), state.release())) {
                    serving.add(name + " runs from it");
                }
            });
        }
        if (!serving.isEmpty()) {
            throw new ActionFailed(
                    "StillServes",
                    "%s was to be left, and still serves: %s".formatted(target.deploys(), String.join("; ", serving)),
                    "Stop what runs from it, and point the active link elsewhere; RETRY compares again.",
                    true);
        }
    }

    /** The same release may have been deployed again. */
    private static boolean isLeft(Target target) {
        return target.deploys() != null && !target.deploys().equals(target.release());
    }

    /** Where database or stores were left as they are, on purpose, they are not compared. */
    private static List<String> compared(
            RollbackMode mode, Target target, Fingerprint now, Order order, Attempt attempt) {
        var names = new ArrayList<>(new TreeMap<>(target.parts()).keySet());
        var stores = new Stores(order, attempt);
        names.removeAll(stores.partsProvenByRestore(target, now.parts()));
        if (mode == RollbackMode.CODE) {
            for (var left : stores.changed(target, now.parts())) {
                names.removeIf(part -> Stores.isPartOf(left.name(), part));
            }
        }
        var database = attempt.host().section(Database.class).orElse(null);
        if (database == null) {
            return names;
        }
        if (mode != RollbackMode.DATABASE
                && database.survey(order, attempt, target).swapped()) {
            names.removeAll(database.fingerprintParts());
        } else {
            names.removeAll(database.partsProvenByRestore(order, attempt, target));
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
