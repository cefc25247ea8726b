package norn.database.postgres;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import norn.yaml.Default;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is, whose it is, and what must be true of it.
 *
 * @param url the server's address, {@code jdbc:postgresql://host:port}, without a database
 * @param name the database that the services use
 * @param owner the role that new objects must belong to; migrations run as it
 * @param user Norn's own role: it may create databases, is a member of {@code owner}, and may end sessions
 * @param passwordSecret name of the secret with that role's password; null: the server asks for none
 * @param maintenanceDatabase the database from which others are copied and renamed
 * @param backups folder for dumps on this host
 * @param offsite folder elsewhere, such as a mounted share, that gets a copy of each dump; null: none
 * @param migrations folder of {@code 001_name.sql} files, relative to the release
 * @param baseline the version that a database without migration history stands at, a person's decision on evidence; null: such
 *     a database is refused
 * @param tools folder with pg_dump and pg_restore; null: the newest that is found
 * @param extensions that migrations need
 * @param roles that migrations grant to, beside the owner
 * @param minimumTables how many tables there must be after the migrations; null: not counted
 * @param verify queries that must be answered as expected after the migrations
 * @param integrity statements that list what is broken: each row is a data problem
 * @param spaceFactor free space needed, in sizes of the database
 * @param oldCodeFitsNewSchema the old release works on the new schema, so that a rollback can go back with the code alone
 * @param contentHashUpToMegabytes databases up to this size are compared by content hash, larger ones by identity alone (the
 *     hash takes about 14 s a GB)
 */
public record DatabaseSettings(
        String url,
        String name,
        String owner,
        String user,
        @Nullable String passwordSecret,
        @Default("postgres") String maintenanceDatabase,
        Path backups,
        @Nullable Path offsite,
        String migrations,
        @Nullable String baseline,
        @Nullable Path tools,
        List<String> extensions,
        List<String> roles,
        @Nullable Integer minimumTables,
        List<DatabaseQuery> verify,
        List<DatabaseQuery> integrity,
        @Default("2.2") double spaceFactor,
        boolean oldCodeFitsNewSchema,
        @Default("200") int contentHashUpToMegabytes) {
    /** PostgreSQL cuts names at 63 bytes; the longest of {@link DatabaseNames} adds 18. */
    private static final int MAX_NAME_BYTES = 45;

    public DatabaseSettings {
        extensions = List.copyOf(extensions);
        roles = List.copyOf(roles);
        verify = List.copyOf(verify);
        integrity = List.copyOf(integrity);
        if (url.contains("@")) {
            throw new IllegalArgumentException(
                    "url: an address may hold no password. Expected: jdbc:postgresql://host:port, user and passwordSecret");
        }
        if (!url.matches("jdbc:postgresql://[^/?\\s]+/?")) {
            throw new IllegalArgumentException(
                    "url %s: expected jdbc:postgresql://host:port, without a database".formatted(url));
        }
        if (name.isBlank() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name %s: expected 1 to %d bytes: retained databases get longer names"
                    .formatted(name, MAX_NAME_BYTES));
        }
        if (name.equals(maintenanceDatabase)) {
            throw new IllegalArgumentException(
                    "maintenanceDatabase %s: must be another database than the one that is migrated"
                            .formatted(maintenanceDatabase));
        }
    }

    /**
     * A query that must be answered as expected.
     *
     * @param sql a single statement that only reads
     * @param expect what the first column of the first row must be; null: any row
     */
    public record DatabaseQuery(
            String name, String sql, @Nullable String expect) {}
}
