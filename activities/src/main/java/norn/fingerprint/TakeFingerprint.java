package norn.fingerprint;

import java.util.Optional;
import norn.action.Attempt;
import norn.action.Fence;
import norn.action.Options;
import norn.action.Target;
import norn.action.Targets;
import norn.database.Database;
import norn.plan.Order;
import norn.state.Evidence;

/** Takes the environment's fingerprint; before the first change it is recorded as what a rollback goes back to. */
final class TakeFingerprint {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var records = attempt.host().records();
        var record = Options.of(order).flag("record");
        var targets = new Targets(records);
        var newest = targets.newest();
        var recorded = targets.of(order.deployment());
        if (record && recorded.isPresent()) { // by now the environment may have been changed: the first record holds
            ReturnCheck.require(recorded.get());
            saveTarget(recorded.get(), attempt);
            var latest = newest.map(Target::deployment);
            if (latest.equals(Optional.of(order.deployment()))
                    || latest.equals(Optional.ofNullable(recorded.get().replaces()))) {
                targets.record(recorded.get()); // the try before was killed in between
            }
            return attempt.evidence()
                    .alreadySo("%s was recorded at %s"
                            .formatted(recorded.get().release(), recorded.get().recordedAt()));
        }
        if (Options.of(order).flag("throughLink")) {
            ActiveLinkCheck.require(attempt);
        }
        var now = Fingerprint.of(order, attempt);
        var target = new Target(
                order.deployment(),
                attempt.clock().instant().toString(),
                now.release(),
                now.directory() == null ? null : now.directory().toString(),
                attempt.host().section(Database.class).map(Database::name).orElse(null),
                Target.fingerprint(now.parts()),
                now.parts(),
                order.release(),
                newest.map(Target::deployment)
                        .filter(other -> !other.equals(order.deployment()))
                        .orElse(null));
        saveTarget(target, attempt);
        var summary = "%s, fingerprint %s"
                .formatted(now.release(), target.fingerprint().substring(0, 12));
        if (!record) {
            return attempt.evidence().done(summary);
        }
        targets.inEffect().ifPresent(earlier -> UnfinishedDeployment.refuse(earlier, now, order, attempt));
        ReturnCheck.require(target, order, attempt);
        new Fence(records).check(order.fence());
        attempt.checkFence();
        targets.record(target);
        ReturnCheck.requireRecorded(target, targets);
        return attempt.evidence().done("recorded as what a rollback goes back to: " + summary);
    }

    private static void saveTarget(Target target, Attempt attempt) {
        attempt.evidence()
                .value("fingerprint", target.fingerprint())
                .value("release", target.release())
                .value("directory", target.directory())
                .value("parts", target.parts());
    }
}
