package norn.database.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import norn.action.ActionFailed;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;
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
                "%s: %s".formatted(doing, describe(failure)),
                kind.remedy,
                !state.startsWith("42") && !state.startsWith("28"),
                failure);
    }

    /**
     * What it means, in Norn's words, with the names of table, column and constraint where the server says them. What the server itself
     * says may quote rows and statements: it is in the failure's cause, which stays on this host.
     */
    public static String describe(SQLException failure) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        var names = new ArrayList<String>();
        if (failure instanceof PSQLException server && server.getServerErrorMessage() != null) {
            var message = server.getServerErrorMessage();
            name(names, "table", message.getTable());
            name(names, "column", message.getColumn());
            name(names, "constraint", message.getConstraint());
            name(names, "type", message.getDatatype());
        }
        return "%s%s%s"
                .formatted(
                        SqlState.meaning(state),
                        names.isEmpty() ? "" : ": " + String.join(", ", names),
                        state.isEmpty() ? "" : " (SQLSTATE %s)".formatted(state));
    }

    private static void name(List<String> names, String what, @Nullable String name) {
        if (name != null) {
            names.add("%s %s".formatted(what, ShortText.line(name, 63)));
        }
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
