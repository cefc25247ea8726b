package norn.database.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.database.backup.OffsiteFolder;
import norn.database.postgres.Volume;

/** Whether a store can be backed up and restored: with the day's own user and programs. */
final class CheckStores implements StoreAction {
    @Override
    public Result run(Store store, StoreRun run) throws InterruptedException {
        run.attempt().heartbeat("checking " + run.name());
        require(store, run);
        return new Result(true, run.name() + " is ready", Map.of("store", run.name(), "kind", store.kind()));
    }

    /** @throws ActionFailed {@code StoreNotReady} with all that is wrong */
    static void require(Store store, StoreRun run) throws InterruptedException {
        var problems = new ArrayList<>(store.problems(run));
        offsite(store).flatMap(OffsiteFolder::problem).ifPresent(problems::add);
        if (problems.isEmpty()) {
            problems.addAll(space(store, run));
        }
        if (!problems.isEmpty()) {
            throw new ActionFailed(
                    "StoreNotReady",
                    "%s: %s".formatted(run.name(), String.join("; ", problems)),
                    "Fix each of these, then RETRY.",
                    false);
        }
    }

    static Optional<OffsiteFolder> offsite(Store store) {
        return Optional.ofNullable(store.offsite())
                .map(folder -> new OffsiteFolder(folder, store.backups(), store.offsiteOnSameVolume()));
    }

    private static List<String> space(Store store, StoreRun run) {
        try {
            new Volume(store.backups()).require(store.sizeBytes(run), "a backup of " + run.name());
            return List.of();
        } catch (ActionFailed full) {
            return List.of(String.valueOf(full.getMessage()));
        }
    }
}
