package norn.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import norn.database.postgres.SqlStatements;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;

/**
 * When the copy began to serve, and what the server had counted as written in it until then.
 *
 * @param at in ISO form
 * @param rowsWritten rows inserted, updated and deleted by then, as the server counts them since its statistics began
 */
record SwapRecord(String at, long rowsWritten) {
    /** Rows inserted, updated and deleted in that database, as the server counts them. */
    static long rowsWritten(Connection connection) throws SQLException {
        return SqlStatements.number(
                connection, "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables");
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
