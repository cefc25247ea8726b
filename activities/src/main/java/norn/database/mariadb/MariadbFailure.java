package norn.database.mariadb;

import java.sql.SQLException;
import norn.action.ActionFailed;

/** A failure that a MariaDB server reports, as an action's failure: what the server itself says may quote rows, and stays on the host. */
final class MariadbFailure {
    private MariadbFailure() {}

    /** The failure of what was being done. */
    static ActionFailed of(String doing, SQLException failure) {
        var kind = Kind.of(failure);
        return new ActionFailed(
                kind.error,
                "%s: %s%s"
                        .formatted(
                                doing,
                                kind.meaning,
                                failure.getErrorCode() == 0 ? "" : " (error %d)".formatted(failure.getErrorCode())),
                kind.remedy,
                kind.retryable,
                failure);
    }

    /** Whether the server refuses a session because it has as many as it may. */
    static boolean isWithoutConnectionLeft(SQLException refused) {
        return Kind.of(refused) == Kind.CONNECTIONS;
    }

    /** What an error number means for people. */
    private enum Kind {
        LOGIN(
                "LoginRefused",
                "the server refuses the user or its password",
                "Check user and passwordSecret of the store, then RETRY.",
                false),
        RIGHTS(
                "NotAllowed",
                "the user lacks a right",
                "Grant it (norn environment sample shows what Norn's user needs), then RETRY.",
                false),
        NO_DATABASE("DatabaseMissing", "there is no such database", "Check database of the store, then RETRY.", false),
        NO_TABLE(
                "TableMissing",
                "a table is not there",
                "Check which tables the store names, and whether somebody changes the schema, then RETRY.",
                false),
        BUSY(
                "Interrupted",
                "a lock, another transaction or a change of the schema was in the way",
                "RETRY; where it comes again, SHOW PROCESSLIST says who is in the way.",
                true),
        CONNECTIONS(
                "TooManyConnections",
                "there is no connection left",
                "End sessions, or raise max_connections, then RETRY.",
                true),
        READ_ONLY(
                "ServerReadOnly",
                "the server, or an option of it such as read_only, lets nobody write",
                "Let it accept writes (SET GLOBAL read_only = 0), or name the server that does as address of the"
                        + " store, then RETRY.",
                false),
        DISK("DiskFull", "a disk of the server is full", "Make room on the server's volume, then RETRY.", true),
        DAMAGED(
                "DataDamaged",
                "a table cannot be read",
                "Look at the server's log, and check the table (CHECK TABLE), before anything else is done.",
                false),
        UNREACHABLE(
                "DatabaseUnreachable", "the server does not answer", "Check that the server runs, then RETRY.", true),
        OTHER("StatementFailed", "the server refuses a statement", "Find the cause in its log, then RETRY.", true);

        private final String error;
        private final String meaning;
        private final String remedy;
        private final boolean retryable;

        Kind(String error, String meaning, String remedy, boolean retryable) {
            this.error = error;
            this.meaning = meaning;
            this.remedy = remedy;
            this.retryable = retryable;
        }

        static Kind of(SQLException failure) {
            return switch (failure.getErrorCode()) {
                case 1045, 1130, 1698, 4151 -> LOGIN;
                case 1044, 1142, 1143, 1227, 1370, 1410 -> RIGHTS;
                case 1049 -> NO_DATABASE;
                case 1146, 1051, 1932 -> NO_TABLE;
                case 1205, 1213, 1317, 1412, 1637, 1969 -> BUSY;
                case 1040, 1203, 1226 -> CONNECTIONS;
                case 1290, 1792, 1836 -> READ_ONLY;
                case 1021, 1114, 3, 28 -> DISK;
                case 126, 127, 134, 144, 145, 1034, 1035, 1194, 1195, 1712 -> DAMAGED;
                default -> String.valueOf(failure.getSQLState()).startsWith("08") ? UNREACHABLE : OTHER;
            };
        }
    }
}
