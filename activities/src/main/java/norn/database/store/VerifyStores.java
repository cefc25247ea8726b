package norn.database.store;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import norn.action.ActionFailed;
import norn.files.FileTrees;

/** Verifies the deployment's newest backup of a store. */
final class VerifyStores implements StoreAction {
    @Override
    public Result run(Store store, StoreRun run) throws InterruptedException {
        var of = StoreAction.of(run.order());
        var backup = StoreBackup.newest(store.backups(), run.name(), run.order().deployment(), of)
                .orElseThrow(() -> new ActionFailed(
                        "NoBackup",
                        "%s: %s holds no backup of %s of this deployment".formatted(run.name(), store.backups(), of),
                        "Take one with back-up-stores first.",
                        false));
        var verified = verify(store, run, backup);
        return new Result(true, BackUpStores.summary(verified), BackUpStores.values(verified));
    }

    /**
     * Verifies it, and writes that down.
     *
     * @throws ActionFailed {@code BackupNotVerified}
     */
    static StoreBackup verify(Store store, StoreRun run, StoreBackup backup) throws InterruptedException {
        run.attempt().heartbeat("verifying the backup of " + run.name());
        requireAsWritten(backup, "it is not as it was written");
        var from = run.attempt().clock().instant();
        store.verify(run, backup);
        requireAsWritten(backup, "what verifies it has changed it");
        var now = run.attempt().clock().instant();
        run.attempt().checkFence();
        var verified = backup.asVerified(now.toString(), seconds(from, now));
        verified.write();
        return verified;
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(1, Duration.between(from, to).toSeconds());
    }

    /** Whether all of it is there, byte by byte. */
    static boolean isAsWritten(StoreBackup backup) {
        return Files.isDirectory(backup.path()) && FileTrees.hash(backup.path()).equals(backup.sha256());
    }

    /** @throws ActionFailed {@code BackupNotVerified} where it is not as written */
    static void requireAsWritten(StoreBackup backup, String otherwise) {
        if (!isAsWritten(backup)) {
            throw new ActionFailed(
                    "BackupNotVerified",
                    "%s: %s is no backup: %s"
                            .formatted(backup.store(), backup.path().getFileName(), otherwise),
                    "Take a new one: RETRY of back-up-stores does.",
                    false);
        }
    }
}
