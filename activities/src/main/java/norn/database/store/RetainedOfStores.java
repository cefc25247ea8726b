package norn.database.store;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.files.FileTrees;
import norn.plan.Order;

/** What earlier deployments made of the stores and beside them: backups, and databases that were set aside. */
public final class RetainedOfStores {
    private final Order order;
    private final Attempt attempt;
    private final Map<String, Store> named;

    /** That of the attempt's environment. */
    public RetainedOfStores(Order order, Attempt attempt) {
        this.order = order;
        this.attempt = attempt;
        this.named = StoreSettings.of(attempt.host());
    }

    /** The backups in the stores' folders. */
    public List<StoreBackup> backups() {
        return folders().stream()
                .flatMap(folder -> StoreBackup.all(folder).stream())
                .toList();
    }

    /** What is beside the stores, by the store's name and its own. */
    public Map<String, Store.Leftover> leftovers() {
        var leftovers = new LinkedHashMap<String, Store.Leftover>();
        named.forEach((name, store) ->
                store.leftovers(run(name)).forEach(left -> leftovers.put(nameOf(name, left), left)));
        return leftovers;
    }

    /** Removes the backup of that name: its description first, so that no half of it is taken for one. */
    public void removeBackup(String name) {
        for (var folder : folders()) {
            var backup = folder.resolve(name);
            AtomicFiles.delete(StoreBackup.descriptionOf(backup));
            FileTrees.delete(backup);
        }
    }

    /** Drops what is beside a store under that name, as {@link #leftovers} has it. */
    public void dropLeftover(String name) {
        named.forEach((store, settings) -> settings.leftovers(run(store)).stream()
                .filter(left -> name.equals(nameOf(store, left)))
                .forEach(left -> settings.drop(run(store), left)));
    }

    private static String nameOf(String store, Store.Leftover left) {
        return "%s/%s".formatted(store, left.name());
    }

    private List<Path> folders() {
        return named.values().stream().map(Store::backups).distinct().toList();
    }

    private StoreRun run(String name) {
        return new StoreRun(name, order, attempt);
    }
}
