package norn.database.store;

import java.util.LinkedHashMap;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Targets;
import norn.plan.MomentText;

/** Brings a store back that is not as the target recorded it; one that is stays untouched. */
final class RestoreStores implements StoreAction {
    @Override
    public Result run(Store store, StoreRun run) throws InterruptedException {
        var target = new Targets(run.host().records()).choose(run.order());
        var stores = new Stores(run.order(), run.attempt());
        var name = run.name();
        var unfinished = store.isBeingRestored(run, target.deployment());
        if (!unfinished && !stores.isChanged(name, target, stores.fingerprint())) {
            return new Result(false, name + " is as it was", Map.of("store", name, "untouched", true));
        }
        var backup = Stores.backup(name, store, target.deployment())
                .orElseThrow(() -> new ActionFailed(
                        "NoBackup",
                        "%s: is not as it was, and %s holds no backup of %s that would bring it back"
                                .formatted(name, store.backups(), target.deployment()),
                        "Bring it back by hand, then RETRY: its fingerprint is compared.",
                        false));
        VerifyStores.requireAsWritten(backup, "it is not as it was written");
        var started = System.nanoTime();
        run.attempt().heartbeat("restoring " + name);
        var aside = store.restore(run, backup);
        if (stores.isChanged(name, target, stores.fingerprint())) {
            Stores.recordRestored(run, store.fingerprint(run), target.deployment());
        }
        if (stores.isChanged(name, target, stores.fingerprint())) {
            throw new ActionFailed(
                    "StoreNotBack",
                    "%s: was restored from %s, and is still not as it was before the deployment"
                            .formatted(name, backup.path()),
                    "Compare what it holds with the backup, and put it right by hand; RETRY compares again.",
                    false);
        }
        var values = new LinkedHashMap<String, Object>();
        values.put("store", name);
        values.put("backup", backup.folder());
        values.put("backupOf", backup.takenAt());
        values.put("setAside", aside);
        values.put("milliseconds", (System.nanoTime() - started) / 1_000_000);
        return new Result(
                true,
                "%s is as in the backup of %s; what served is retained %s"
                        .formatted(name, MomentText.ofIso(backup.takenAt()), aside),
                values);
    }
}
