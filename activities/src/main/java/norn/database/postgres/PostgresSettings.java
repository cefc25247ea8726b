package norn.database.postgres;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the environment file says of a PostgreSQL database that releases migrate. */
public interface PostgresSettings extends PostgresServerSettings {
    /**
     * The role that migrations run as: it may log in and nothing else, is a member of no role, and Norn's role is a member of it. It
     * owns what is in the copy while they run, so they can change nothing else on the server.
     */
    String migrationUser();

    /** Name of the secret with that role's password; null: the server asks for none. */
    @Nullable
    String migrationPasswordSecret();

    /** Folder of {@code 001_name.sql} files, relative to the release. */
    String migrations();

    /** What lies in that folder and is no migration: names of files and folders, {@code *} for any characters, each with its reason. */
    Map<String, String> excludedFromMigrations();

    /**
     * The version that a database without migration history stands at, a person's decision on evidence; {@code none}: no migration was
     * ever applied to it. Null: such a database is refused.
     */
    @Nullable
    String baseline();

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
