package norn.database.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Reached;
import norn.environment.Host;
import norn.yaml.KindField;
import org.jspecify.annotations.Nullable;

/** A store beside the main database. Each kind is one record: its settings, what it refuses in them, and how it acts. */
@KindField("kind")
public sealed interface Store permits PostgresStore, MariadbStore, CommandsStore {
    /** The part of a store's fingerprint that has its definitions, where a kind of store has any. */
    String SCHEMA = "schema";

    /** As the file calls its kind. */
    String kind();

    /** The folder of its backups. */
    Path backups();

    /** The folder that gets a copy of each backup; null: none does. */
    @Nullable
    Path offsite();

    /** Whether that folder may lie on the volume of the backups. */
    boolean offsiteOnSameVolume();

    /** What would go wrong on the day, as far as it can be tried now; empty: nothing. */
    List<String> problems(StoreRun run) throws InterruptedException;

    /** Whether this host reaches it. */
    Reached reach(String name, Host host);

    /** The bytes that a backup of it may take; 0: not known. */
    long sizeBytes(StoreRun run);

    /** Backs it up into that empty folder. */
    StoreContent backUp(StoreRun run, String of, Path folder) throws InterruptedException;

    /**
     * Verifies the backup, whose bytes are those that were written.
     *
     * @throws ActionFailed {@code BackupNotVerified} saying what is wrong with it
     */
    void verify(StoreRun run, StoreBackup backup) throws InterruptedException;

    /** What a release brings into it, by the name of the part: a hash that no user's write changes. */
    Map<String, String> fingerprint(StoreRun run) throws InterruptedException;

    /**
     * Brings it back as the backup has it, whose bytes are those that were written; safe to repeat after a kill.
     *
     * @return where what served before is retained, in words
     */
    String restore(StoreRun run, StoreBackup backup) throws InterruptedException;

    /** Whether a restore of that deployment's backup was begun and not finished. */
    boolean isBeingRestored(StoreRun run, String deployment);

    /** What Norn has made beside it and may be dropped by hand: databases that were set aside, or that a kill left behind. */
    List<Leftover> leftovers(StoreRun run);

    /** Drops one of those. */
    void drop(StoreRun run, Leftover leftover);

    /**
     * Something that Norn made beside a store.
     *
     * @param id of the deployment that made it, as names bear it
     */
    record Leftover(String name, String id, long sizeBytes) {}

    /** Whether the old release works with what a new one made of it, so that a rollback can go back with the code alone. */
    boolean oldCodeFitsNewSchema();
}
