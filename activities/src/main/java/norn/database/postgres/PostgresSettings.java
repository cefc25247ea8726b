package norn.database.postgres;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the environment file says of a PostgreSQL database. */
public interface PostgresSettings {
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

    /**
     * The role that migrations run as: it may log in and nothing else, is a member of no role, and Norn's role is a member of it. It
     * owns what is in the copy while they run, so they can change nothing else on the server.
     */
    String migrationUser();

    /** Name of the secret with that role's password; null: the server asks for none. */
    @Nullable
    String migrationPasswordSecret();

    /** The database from which others are copied and renamed. */
    String maintenanceDatabase();

    /** Folder for dumps on this host. */
    Path backups();

    /** Folder elsewhere, such as a mounted share, that gets a copy of each dump; null: none. It must exist. */
    @Nullable
    Path offsite();

    /** Whether that folder may lie on the volume of the dumps: else that one's own volume is not mounted. */
    boolean offsiteOnSameVolume();

    /** Folder of {@code 001_name.sql} files, relative to the release. */
    String migrations();

    /**
     * The version that a database without migration history stands at, a person's decision on evidence; null: such a database is
     * refused.
     */
    @Nullable
    String baseline();

    /** Folder with pg_dump and pg_restore; null: the newest that is found. */
    @Nullable
    Path tools();

    /** Extensions that migrations need. */
    List<String> extensions();

    /** Roles that migrations grant to, beside the owner. */
    List<String> roles();

    /** How many tables there must be after the migrations; null: not counted. */
    @Nullable
    Integer minimumTables();

    /** Queries that must be answered as expected after the migrations. */
    List<DatabaseQuery> verify();

    /** Statements that list what is broken: each row is a data problem. */
    List<DatabaseQuery> integrity();

    /** Free space needed, in sizes of the database. */
    double spaceFactor();

    /**
     * Databases up to this size are compared by content hash, larger ones by identity alone (the hash takes about 14 s a GB).
     */
    int contentHashUpToMegabytes();
}
