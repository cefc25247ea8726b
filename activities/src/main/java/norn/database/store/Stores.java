package norn.database.store;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.Attempt;
import norn.action.Target;
import norn.files.LenientJson;
import norn.plan.Order;

/** The stores of an environment as parts of its fingerprint. */
public final class Stores {
    private static final String RESTORED = ".restored.json";

    private final Order order;
    private final Attempt attempt;
    private final Map<String, Store> named;

    /** Those of the attempt's environment; none where its file names none. */
    public Stores(Order order, Attempt attempt) {
        this.order = order;
        this.attempt = attempt;
        this.named = StoreSettings.of(attempt.host());
    }

    /** Their parts of the fingerprint, by name: what a release brings, not what users write. */
    public Map<String, String> fingerprint() throws InterruptedException {
        var parts = new LinkedHashMap<String, String>();
        for (var store : named.entrySet()) {
            attempt.heartbeat("taking the fingerprint of " + store.getKey());
            store.getValue()
                    .fingerprint(run(store.getKey()))
                    .forEach((part, value) -> parts.put(prefix(store.getKey()) + part, value));
        }
        return parts;
    }

    /** The stores that are not as the target recorded them; one that it did not record is not compared. */
    public List<StoreSurvey> changed(Target target, Map<String, String> now) {
        var changed = new ArrayList<StoreSurvey>();
        named.forEach((name, store) -> {
            var different = now.keySet().stream()
                    .filter(part -> part.startsWith(prefix(name)))
                    .filter(part -> target.parts().containsKey(part)
                            && !target.parts().get(part).equals(now.get(part))
                            && !isAsRestored(name, part, target, now))
                    .map(part -> part.substring(prefix(name).length()))
                    .toList();
            if (!different.isEmpty()) {
                changed.add(new StoreSurvey(
                        name,
                        different,
                        store.oldCodeFitsNewSchema(),
                        backup(name, store, target.deployment()).orElse(null)));
            }
        });
        return changed;
    }

    /** Whether that store is not as the target recorded it. */
    boolean isChanged(String name, Target target, Map<String, String> now) {
        return changed(target, now).stream().anyMatch(store -> store.name().equals(name));
    }

    /**
     * The parts of the fingerprint that need not be as they were, since they are as a restore of the target's backup left them, and that was
     * compared: a server may print a schema otherwise then.
     */
    public List<String> partsProvenByRestore(Target target, Map<String, String> now) {
        return named.keySet().stream()
                .flatMap(name -> now.keySet().stream()
                        .filter(part -> isPartOf(name, part))
                        .filter(part -> isAsRestored(name, part, target, now)))
                .toList();
    }

    private boolean isAsRestored(String name, String part, Target target, Map<String, String> now) {
        return part.equals(prefix(name) + Store.SCHEMA)
                && LenientJson.read(run(name).record(target.deployment(), RESTORED), Restored.class)
                        .filter(restored -> restored.schema().equals(now.get(part)))
                        .isPresent();
    }

    /** How a store's schema was printed when it had been restored, and compared. */
    private record Restored(String schema) {}

    /** Records that the store is restored and compared. */
    static void recordRestored(StoreRun run, Map<String, String> parts, String deployment) {
        var schema = parts.get(Store.SCHEMA);
        if (schema != null) {
            LenientJson.write(run.record(deployment, RESTORED), new Restored(schema));
        }
    }

    /** Whether that part of a fingerprint is of that store. */
    public static boolean isPartOf(String store, String part) {
        return part.startsWith(prefix(store));
    }

    /** What is wrong with the backups that would bring a store back; a look at the files, which are not read. */
    public List<String> backupProblems() {
        return named.entrySet().stream()
                .flatMap(store -> backup(store.getKey(), store.getValue(), order.deployment()).stream())
                .filter(backup -> !Files.isDirectory(backup.path()))
                .map(backup -> "the backup %s is gone".formatted(backup.path()))
                .toList();
    }

    /** The deployment's backup from after everything was stopped; else that from before. */
    static Optional<StoreBackup> backup(String name, Store store, String deployment) {
        return StoreBackup.newest(store.backups(), name, deployment, "closed")
                .or(() -> StoreBackup.newest(store.backups(), name, deployment, "live"));
    }

    private StoreRun run(String name) {
        return new StoreRun(name, order, attempt);
    }

    private static String prefix(String name) {
        return "store %s: ".formatted(name);
    }
}
