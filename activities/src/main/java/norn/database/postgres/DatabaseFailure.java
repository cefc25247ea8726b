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
        return new ActionFailed(
                error(state),
                "%s: %s%s".formatted(doing, describe(failure), state.isEmpty() ? "" : " (SQLSTATE " + state + ")"),
                remedy(state),
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

    private static String error(String state) {
        if (state.startsWith("08") || state.startsWith("57P")) {
            return "DatabaseUnreachable";
        }
        if (state.startsWith("28")) {
            return "LoginRefused";
        }
        if (state.equals("53100")) {
            return "DiskFull";
        }
        if (state.equals("42501")) {
            return "NotAllowed";
        }
        return "StatementFailed";
    }

    private static String remedy(String state) {
        if (state.startsWith("08") || state.startsWith("57P")) {
            return "Check that the server runs, then RETRY.";
        }
        if (state.startsWith("28")) {
            return "Check user and passwordSecret in the section database, then RETRY.";
        }
        if (state.equals("53100")) {
            return "Make room on the database's volume, then RETRY.";
        }
        if (state.equals("42501")) {
            return "Norn's role must be able to create databases, be a member of the owner, and end sessions.";
        }
        return "Fix the cause, then RETRY.";
    }
}
