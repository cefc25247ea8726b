package norn.database.postgres;

import java.sql.SQLException;
import norn.action.ActionFailed;
import org.postgresql.util.PSQLException;

/** A failure that the server reports, as an action's failure. */
public final class DatabaseFailure {
    private DatabaseFailure() {}

    /** The failure of what was being done. */
    public static ActionFailed of(String doing, SQLException failure) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        var kind = Kind.of(state);
        return new ActionFailed(
                kind.error,
                "%s: %s%s".formatted(doing, describe(failure), state.isEmpty() ? "" : " (SQLSTATE " + state + ")"),
                kind.remedy,
                !state.startsWith("42") && !state.startsWith("28"),
                failure);
    }

    /** The server's own message. */
    public static String describe(SQLException failure) {
        if (failure instanceof PSQLException server && server.getServerErrorMessage() != null) {
            return String.valueOf(server.getServerErrorMessage().getMessage());
        }
        return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
    }

    /** What a SQLSTATE means for people. */
    private enum Kind {
        UNREACHABLE("DatabaseUnreachable", "Check that the server runs, then RETRY."),
        LOGIN("LoginRefused", "Check user and passwordSecret in the section database, then RETRY."),
        DISK("DiskFull", "Make room on the database's volume, then RETRY."),
        RIGHTS(
                "NotAllowed",
                "Norn's role must be able to create databases, be a member of the owner, and end sessions."),
        OTHER("StatementFailed", "Fix the cause, then RETRY.");

        private final String error;
        private final String remedy;

        Kind(String error, String remedy) {
            this.error = error;
            this.remedy = remedy;
        }

        static Kind of(String state) {
            if (state.startsWith("08") || state.startsWith("57P")) {
                return UNREACHABLE;
            }
            if (state.startsWith("28")) {
                return LOGIN;
            }
            return switch (state) {
                case "53100" -> DISK;
                case "42501" -> RIGHTS;
                default -> OTHER;
            };
        }
    }
}
