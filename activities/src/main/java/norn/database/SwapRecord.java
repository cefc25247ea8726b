package norn.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import norn.database.postgres.SqlStatements;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import org.jspecify.annotations.Nullable;

/**
 * When the copy began to serve, and what the server had counted as written in it until then.
 *
 * @param at in ISO form
 * @param rowsWritten rows inserted, updated and deleted by then, as the server counts them since its statistics began
 * @param statistics when they began: a crash of the server, or a person, lets them begin anew; null: that was not recorded
 */
record SwapRecord(String at, long rowsWritten, @Nullable String statistics) {
    private static final String COUNTED =
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables";

    /** After a crash the server's own statistics begin anew, and so does the time that they bear. */
    private static final String BEGAN = """
            SELECT concat_ws(' ', (SELECT stats_reset FROM pg_stat_bgwriter),
                (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()))""";

    /** What the server has counted in the database that the session is in. */
    static SwapRecord of(Connection connection, Instant at) throws SQLException {
        return new SwapRecord(
                at.toString(),
                SqlStatements.number(connection, COUNTED),
                SqlStatements.text(connection, BEGAN).orElse(""));
    }

    /** Rows written since, by what is counted now; null: nobody knows, since it was not counted all the time. */
    @Nullable
    Long rowsSince(SwapRecord now) {
        return statistics == null || !statistics.equals(now.statistics) || now.rowsWritten < rowsWritten
                ? null
                : (Long) (now.rowsWritten - rowsWritten);
    }

    /** The file of a deployment's record. */
    record SwapRecordFile(Path records, String deployment) {
        void write(SwapRecord swap) {
            LenientJson.write(path(), swap);
        }

        Optional<SwapRecord> read() {
            return LenientJson.read(path(), SwapRecord.class);
        }

        /** Deletes it, once the swap is undone. */
        void delete() {
            AtomicFiles.delete(path());
        }

        private Path path() {
            return RecordFolders.deployment(records, deployment)
                    .resolve("database")
                    .resolve("swap.json");
        }
    }
}
