package norn.action.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** How far the copy is; kept as its comment, so that it is known wherever the server is reached from. */
enum Stage {
    /** Complete, with all that a copy loses carried over. */
    COPIED,
    /** A migration has begun: if nobody is at it any more, the copy is dropped and begun again. */
    MIGRATING,
    /** Every migration is applied and proven: it may be swapped in. */
    MIGRATED;

    /** The stage of that database; empty where the copying never ended. */
    static Optional<Stage> of(Server.Database copy) {
        return Arrays.stream(values())
                .filter(stage -> copy.comment().equals(Optional.of(stage.comment())))
                .findFirst();
    }

    /** Notes that the copy has come to this stage. */
    void note(Connection maintenance, String copy) throws SQLException {
        Sql.run(maintenance, "COMMENT ON DATABASE %s IS %s".formatted(Sql.name(copy), Sql.text(comment())));
    }

    private String comment() {
        return switch (this) {
            case COPIED -> "Norn: copied";
            case MIGRATING -> "Norn: migrating";
            case MIGRATED -> "Norn: migrated";
        };
    }
}
