package norn.database.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;

/** How far the copy is; saved as its comment, so that it is known wherever the server is reached from. */
public enum CopyStage {
    /** Complete, with all the properties that a template copy loses. */
    COPIED,
    /** A migration has begun: if that was interrupted, the copy is dropped and created anew. */
    MIGRATING,
    /** Every migration is applied: it may be swapped in. */
    MIGRATED;

    /** The stage of that database; empty where the copying never ended. */
    public static Optional<CopyStage> of(Server.DatabaseState copy) {
        return Arrays.stream(values())
                .filter(stage -> copy.comment().equals(Optional.of(stage.comment())))
                .findFirst();
    }

    /** Records that the copy has come to this stage. */
    public void save(Connection maintenance, String copy) throws SQLException {
        SqlStatements.run(
                maintenance,
                "COMMENT ON DATABASE %s IS %s".formatted(SqlStatements.name(copy), SqlStatements.text(comment())));
    }

    private String comment() {
        return switch (this) {
            case COPIED -> "Norn: copied";
            case MIGRATING -> "Norn: migrating";
            case MIGRATED -> "Norn: migrated";
        };
    }
}
