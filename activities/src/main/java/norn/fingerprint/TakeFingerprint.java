package norn.fingerprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.Attempt;
import norn.action.Fence;
import norn.action.Options;
import norn.action.Target;
import norn.database.Database;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import norn.plan.Order;
import norn.state.Evidence;

/** Takes the environment's fingerprint; before the first change it is recorded as what a rollback goes back to. */
final class TakeFingerprint {
    Evidence run(Order order, Attempt attempt) {
        var records = attempt.host().records();
        var record = Options.of(order).flag("record");
        var last = Target.read(records);
        var recorded = last.filter(target -> target.deployment().equals(order.deployment()));
        if (record && recorded.isPresent()) { // by now the environment may have been changed: the first record holds
            saveTarget(recorded.get(), attempt);
            saveCopy(records, order.deployment());
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
                Fingerprint.sha256(now.parts()),
                now.parts());
        saveTarget(target, attempt);
        var summary = "%s, fingerprint %s"
                .formatted(now.release(), target.fingerprint().substring(0, 12));
        if (!record) {
            return attempt.evidence().done(summary);
        }
        last.ifPresent(earlier -> UnfinishedDeployment.refuse(earlier, now, order, attempt));
        new Fence(records).check(order.fence());
        attempt.checkFence();
        target.write(records);
        attempt.checkFence();
        saveCopy(records, order.deployment());
        return attempt.evidence().done("recorded as what a rollback goes back to: " + summary);
    }

    /** A later deployment records its own; an order with {@code to} finds this one in the deployment's folder. */
    private static void saveCopy(Path records, String deployment) {
        try {
            AtomicFiles.write(
                    RecordFolders.deployment(records, deployment).resolve("target.json"),
                    Files.readString(records.resolve("target.json")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + records, unreadable);
        }
    }

    private static void saveTarget(Target target, Attempt attempt) {
        attempt.evidence()
                .value("fingerprint", target.fingerprint())
                .value("release", target.release())
                .value("directory", target.directory())
                .value("parts", target.parts());
    }
}
