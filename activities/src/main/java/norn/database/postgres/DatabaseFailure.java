package norn.database.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import norn.action.ActionFailed;
import norn.limit.Limits;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** A failure that the server reports, as an action's failure. */
public final class DatabaseFailure {
    /** The server's own check of rights (its source file aclchk.c), whose message holds the name of an object and nothing else. */
    private static final String RIGHTS_CHECK = "aclcheck_error";

    private DatabaseFailure() {}

    /** The failure of what was being done. */
    public static ActionFailed of(String doing, SQLException failure) {
        var kind = Kind.of(failure);
        return new ActionFailed(
                kind.error,
                "%s: %s".formatted(doing, kind == Kind.POOLER ? Pooler.BETWEEN : describe(failure)),
                kind.remedy,
                kind.retryable,
                failure);
    }

    /** That of a session that leads to a pooler. */
    static ActionFailed pooler(String doing) {
        return new ActionFailed(
                Kind.POOLER.error,
                "%s: %s".formatted(doing, Pooler.BETWEEN),
                Kind.POOLER.remedy,
                Kind.POOLER.retryable);
    }

    /**
     * What it means, in Norn's words, with the names of table, column and constraint where the server says them, and of what a right is
     * missing for. What else the server itself says may quote rows and statements: it is in the failure's cause, which stays on this host.
     */
    public static String describe(SQLException failure) {
        if (Pooler.isRefusal(failure)) { // whoever only reads may go through one
            return "refused by a pooler in front of the server: "
                    + ShortText.line(String.valueOf(failure.getMessage()), Limits.SHOWN_CHARACTERS);
        }
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        var names = new ArrayList<String>();
        if (failure instanceof PSQLException server && server.getServerErrorMessage() != null) {
            var message = server.getServerErrorMessage();
            name(names, "table", message.getTable());
            name(names, "column", message.getColumn());
            name(names, "constraint", message.getConstraint());
            name(names, "type", message.getDatatype());
            if (String.valueOf(message.getRoutine()).startsWith(RIGHTS_CHECK)) {
                names.add(ShortText.line(String.valueOf(message.getMessage()), Limits.SHOWN_CHARACTERS));
            }
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

    /** What a SQLSTATE means for people. Only where trying again can help, it says RETRY alone. */
    private enum Kind {
        UNREACHABLE("DatabaseUnreachable", "Check that the server runs, then RETRY.", true),
        POOLER("PoolerBetween", Pooler.REMEDY + " Then RETRY.", false),
        LOGIN("LoginRefused", "Check user and passwordSecret in the section database, then RETRY.", false),
        DISK("DiskFull", "Make room on the database's volume, then RETRY.", true),
        CONNECTIONS(
                "TooManyConnections",
                "End sessions, or raise the limit of the database, the role or the server (max_connections), then"
                        + " RETRY.",
                true),
        RIGHTS(
                "NotAllowed",
                "Grant the role what it lacks, then RETRY; check-database lists what can be known beforehand.",
                false),
        HIDDEN(
                "RowsHidden",
                "Row level security hides rows from Norn's role: give it BYPASSRLS as a superuser, then RETRY.",
                false),
        IN_USE("InUse", "Find in pg_stat_activity who uses it, and end that, then RETRY.", true),
        BUSY("Interrupted", "RETRY: another transaction, a lock or the server was in the way.", true),
        LIMIT(
                "LimitReached",
                "Change the data or the setting that meets this limit: RETRY alone does not help.",
                false),
        STATE("NotPossibleNow", "Change the state that the cause names: RETRY alone does not help.", false),
        WRONG("StatementFailed", "Fix the statement or what it needs: RETRY alone does not help.", false),
        DAMAGED(
                "DataDamaged",
                "Let check-integrity read everything, and look at the server's disk and log, before anything else is"
                        + " done.",
                false),
        OTHER("StatementFailed", "Fix the cause, then RETRY.", true);

        private final String error;
        private final String remedy;
        private final boolean retryable;

        Kind(String error, String remedy, boolean retryable) {
            this.error = error;
            this.remedy = remedy;
            this.retryable = retryable;
        }

        static Kind of(SQLException failure) {
            var state = failure.getSQLState() == null ? "" : failure.getSQLState();
            return Pooler.isRefusal(failure) ? POOLER : ofState(state, String.valueOf(failure.getMessage()));
        }

        private static Kind ofState(String state, String message) {
            return switch (state) {
                case "53100" -> DISK;
                case "53300" -> CONNECTIONS;
                case "42501" -> message.contains("row-level security") ? HIDDEN : RIGHTS;
                case "55006" -> IN_USE;
                case "55P03", "57014", "53200" -> BUSY;
                default -> ofClass(state.substring(0, Math.min(2, state.length())), state);
            };
        }

        private static Kind ofClass(String kind, String state) {
            return switch (kind) {
                case "", "08" -> UNREACHABLE;
                case "57" -> state.startsWith("57P") ? UNREACHABLE : BUSY;
                case "40" -> BUSY;
                case "28" -> LOGIN;
                case "54" -> LIMIT;
                case "25", "55" -> STATE;
                case "0A", "22", "23", "2B", "3D", "3F", "42", "P0" -> WRONG;
                case "XX" -> state.equals("XX000") ? OTHER : DAMAGED;
                default -> OTHER;
            };
        }
    }
}
