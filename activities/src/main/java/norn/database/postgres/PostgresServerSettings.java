package norn.database.postgres;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the environment file says of a PostgreSQL database that is backed up and brought back. */
public interface PostgresServerSettings {
    /** The server's address, {@code jdbc:postgresql://host:port}, without a database. */
    String url();

    /** The database that the services use. */
    String name();

    /** The role that new objects must belong to. */
    String owner();

    /** Norn's own role: it may create databases, is a member of {@link #owner}, and may end sessions. */
    String user();

    /** Name of the secret with that role's password; null: the server asks for none. */
    @Nullable
    String passwordSecret();

    /** The database from which others are copied and renamed. */
    String maintenanceDatabase();

    /** Folder for dumps on this host. */
    Path backups();

    /** Folder elsewhere, such as a mounted share, that gets a copy of each dump; null: none. It must exist. */
    @Nullable
    Path offsite();

    /** Whether that folder may lie on the volume of the dumps: else that one's own volume is not mounted. */
    boolean offsiteOnSameVolume();

    /** Folder with pg_dump and pg_restore; null: the newest that is found. */
    @Nullable
    Path tools();
}
