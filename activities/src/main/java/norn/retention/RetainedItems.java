package norn.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Targets;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.database.Database;
import norn.database.backup.Backup;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.PostgresSettings;
import norn.database.postgres.Server;
import norn.database.postgres.TrialNames;
import norn.database.store.RetainedOfStores;
import norn.database.store.StoreBackup;
import norn.files.AtomicFiles;
import norn.files.FileTrees;
import norn.plan.Order;
import norn.retention.RetainedItem.RetainedKind;

/** What is retained, as far as Norn made it: what others put beside it is neither listed nor removed. */
final class RetainedItems {
    private static final Pattern DATABASE = Pattern.compile("__(?:next|prev|bad|check)_([0-9a-f]{8})(?:_.*)?");

    private static final String MARK = ".removed";
    private static final Duration TRIAL_TIMEOUT = Duration.ofHours(12);

    private final Order order;
    private final Attempt attempt;
    private final Needs needs;
    private final RetainedOfStores stores;

    RetainedItems(Order order, Attempt attempt) {
        this.order = order;
        this.attempt = attempt;
        this.needs = new Needs(attempt);
        this.stores = new RetainedOfStores(order, attempt);
    }

    List<RetainedItem> all() {
        var all = new ArrayList<RetainedItem>();
        attempt.host().section(CodeSettings.class).ifPresent(code -> all.addAll(releases(code)));
        if (attempt.host().section(Database.class).isPresent()) {
            attempt.heartbeat("listing dumps and databases");
            all.addAll(dumps());
            all.addAll(databases());
        }
        attempt.heartbeat("listing the backups of the stores");
        all.addAll(storeBackups());
        all.addAll(besideStores());
        return all;
    }

    private List<RetainedItem> releases(CodeSettings code) {
        var items = new ArrayList<RetainedItem>();
        for (var checkedOut : new Releases(code).checkedOut().entrySet()) {
            var name = String.valueOf(checkedOut.getKey().getFileName());
            attempt.heartbeat("measuring " + name);
            items.add(new RetainedItem(
                    RetainedKind.RELEASE,
                    name,
                    checkedOut.getValue(),
                    FileTrees.sizeBytes(checkedOut.getKey()),
                    needs.ofRelease(name).orElse(null)));
        }
        return items;
    }

    private List<RetainedItem> dumps() {
        var backups = Backup.all(attempt.settings(PostgresSettings.class).backups());
        var newest = backups.stream()
                .filter(Backup::verified)
                .max(Comparator.comparing(Backup::takenAt))
                .orElse(null);
        return backups.stream()
                .map(backup -> new RetainedItem(
                        RetainedKind.DUMP,
                        String.valueOf(backup.path().getFileName()),
                        Instant.parse(backup.takenAt()),
                        backup.sizeBytes(),
                        backup.equals(newest)
                                ? "it is the newest that is verified"
                                : needs.ofDeployment(backup.deployment()).orElse(null)))
                .toList();
    }

    private List<RetainedItem> databases() {
        var server = Server.of(order, attempt);
        var made = madeAt();
        var items = new ArrayList<RetainedItem>();
        try (var maintenance = server.maintenance()) {
            for (var database : Server.all(maintenance)) {
                var live = server.settings().name();
                if (database.name().startsWith(TrialNames.prefix(live))) {
                    items.add(ofTrial(database, maintenance));
                    continue;
                }
                var match = DATABASE.matcher(
                        database.name().startsWith(live) ? database.name().substring(live.length()) : "");
                if (match.matches()) {
                    items.add(new RetainedItem(
                            RetainedKind.DATABASE,
                            database.name(),
                            made.get(match.group(1)),
                            Server.sizeBytes(maintenance, database.name()),
                            needs.ofDatabase(match.group(1)).orElse(null)));
                }
            }
        } catch (SQLException failed) {
            throw DatabaseFailure.of("listing the databases that are retained", failed);
        }
        return items;
    }

    /** Only what a trial left behind that was killed: one that ends removes everything. */
    private RetainedItem ofTrial(Server.DatabaseState database, Connection maintenance) throws SQLException {
        var begun = TrialNames.begun(database);
        var recent = begun.filter(
                instant -> instant.isAfter(attempt.clock().instant().minus(TRIAL_TIMEOUT)));
        return new RetainedItem(
                RetainedKind.DATABASE,
                database.name(),
                begun.orElse(null),
                Server.sizeBytes(maintenance, database.name()),
                recent.isPresent() ? "a trial that may still run" : null);
    }

    private List<RetainedItem> storeBackups() {
        var items = new ArrayList<RetainedItem>();
        var backups = stores.backups();
        for (var backup : backups) {
            var isNewest = backups.stream()
                    .filter(other -> other.store().equals(backup.store()) && other.verified())
                    .max(Comparator.comparing(StoreBackup::takenAt))
                    .equals(Optional.of(backup));
            items.add(new RetainedItem(
                    RetainedKind.BACKUP,
                    String.valueOf(backup.path().getFileName()),
                    Instant.parse(backup.takenAt()),
                    backup.sizeBytes(),
                    isNewest
                            ? "it is the newest of %s that is verified".formatted(backup.store())
                            : needs.ofDeployment(backup.deployment()).orElse(null)));
        }
        return items;
    }

    private List<RetainedItem> besideStores() {
        var made = madeAt();
        return stores.leftovers().entrySet().stream()
                .map(left -> new RetainedItem(
                        RetainedKind.STORE,
                        left.getKey(),
                        made.get(left.getValue().id()),
                        left.getValue().sizeBytes(),
                        needs.ofDatabase(left.getValue().id()).orElse(null)))
                .toList();
    }

    /** When the deployments recorded their targets, by the part of their ids that databases bear. */
    private Map<String, Instant> madeAt() {
        var made = new LinkedHashMap<String, Instant>();
        for (var target : new Targets(attempt.host().records()).all()) {
            made.put(DatabaseNames.id(target.deployment()), target.recordedInstant());
        }
        return made;
    }

    /** Removes it. A part that is removed is out of sight at once, however long the rest takes. */
    void remove(RetainedItem item) throws InterruptedException {
        if (item.isNeeded()) {
            throw new ActionFailed(
                    "StillNeeded",
                    "%s is needed: %s".formatted(item.fullName(), item.neededFor()),
                    "It can be removed once a newer deployment has taken its place.",
                    false);
        }
        attempt.checkFence();
        attempt.heartbeat("removing " + item.fullName());
        switch (item.kind()) {
            case RELEASE -> removeRelease(item.name());
            case DUMP -> removeDump(item.name());
            case DATABASE -> removeDatabase(item.name());
            case BACKUP -> stores.removeBackup(item.name());
            case STORE -> stores.dropLeftover(item.name());
        }
    }

    private void removeRelease(String name) {
        var directory = new Releases(attempt.settings(CodeSettings.class)).directory(name);
        var aside = marked(directory);
        FileTrees.delete(aside);
        if (Files.exists(directory)) {
            AtomicFiles.move(directory, aside);
            FileTrees.delete(aside);
        }
    }

    /** First its note, by which it is known, becomes the mark that it is to go. */
    private void removeDump(String name) {
        var dump = attempt.settings(PostgresSettings.class).backups().resolve(name);
        var note = Path.of(dump + ".json");
        if (Files.exists(note)) {
            AtomicFiles.move(note, marked(dump));
        }
        removeFilesOf(dump);
    }

    private static void removeFilesOf(Path dump) {
        AtomicFiles.delete(Backup.schemaDumpOf(dump));
        AtomicFiles.delete(dump);
        AtomicFiles.delete(marked(dump));
    }

    /** What is to go bears this name until it is gone. */
    private static Path marked(Path path) {
        return path.resolveSibling("." + path.getFileName() + MARK);
    }

    /** Removes the rest of what a killed process had begun to remove: it is listed no more. */
    void removeRests() {
        attempt.host()
                .section(CodeSettings.class)
                .ifPresent(code -> marks(code.releases()).forEach(FileTrees::delete));
        attempt.host()
                .section(PostgresSettings.class)
                .ifPresent(settings ->
                        marks(settings.backups()).forEach(mark -> removeFilesOf(mark.resolveSibling(unmarked(mark)))));
    }

    private static List<Path> marks(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var marks = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(folder, ".?*" + MARK)) {
            found.forEach(marks::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
        return marks;
    }

    private static String unmarked(Path mark) {
        var name = String.valueOf(mark.getFileName());
        return name.substring(1, name.length() - MARK.length());
    }

    private void removeDatabase(String name) throws InterruptedException {
        var server = Server.of(order, attempt);
        try (var maintenance = server.maintenance()) {
            server.drop(maintenance, name);
        } catch (SQLException failed) {
            throw DatabaseFailure.of("dropping " + name, failed);
        }
    }
}
