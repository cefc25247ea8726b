package norn.database.backup;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.exec.CommandResult;
import norn.plan.ShortText;

/**
 * Why pg_dump or pg_restore failed, in words that say what can be done about it. What the programs themselves print stays on the host;
 * of it, only names of objects are repeated.
 *
 * @param cause one line for people
 * @param remedy what to do
 * @param passes whether trying again, with nothing changed, may help
 */
record ToolFailure(String cause, String remedy, boolean passes) {
    private record Known(Pattern pattern, Function<MatchResult, ToolFailure> failure) {}

    private static final String SUPERUSER =
            "Drop it if nothing needs it, or let a superuser give Norn's role SUPERUSER. RETRY alone does not help.";

    private static final List<Known> KNOWN = List.of(
            known(
                    "invalid memory alloc request size|out of memory|string buffer|too large|cannot enlarge",
                    found -> lasting(
                            "a row is too large to be printed: PostgreSQL prints 1 GB at most, and pg_dump dumps what"
                                    + " is printed",
                            "Split that value, or move it out of the database. It is no damage of the data; RETRY"
                                    + " alone does not help.")),
            known(
                    "row-level security policy for table (\"[^\"]+\")",
                    found -> lasting(
                            "row level security of table %s hides rows from Norn's role".formatted(name(found, 1)),
                            "ALTER ROLE … BYPASSRLS for Norn's role, as a superuser, then RETRY.")),
            known(
                    "permission denied to create (extension|event trigger|foreign-data wrapper)(?: (\"[^\"]+\"))?",
                    found -> lasting(
                            "only a superuser may create %s %s".formatted(found.group(1), name(found, 2)), SUPERUSER)),
            known(
                    "must be superuser to create ([A-Z ]*(?:publication|TABLE|SCHEMA)?)",
                    found ->
                            lasting("only a superuser may create what the database has: " + found.group(1), SUPERUSER)),
            known(
                    "must be (?:a )?member of role (\"[^\"]+\")|must be able to SET ROLE (\"[^\"]+\")",
                    found -> lasting(
                            "Norn's role is no member of %s%s, which owns objects of the database"
                                    .formatted(name(found, 1), name(found, 2)),
                            "GRANT that role to Norn's, or change the owner of its objects, then RETRY.")),
            known(
                    "permission denied to (change default privileges|set session authorization|set parameter"
                            + " \"[^\"]+\")",
                    found -> lasting(
                            "Norn's role may not " + ShortText.line(found.group(1), 100),
                            "check-database names what it concerns, and what to grant. RETRY alone does not help.")),
            known(
                    "permission denied for schema (\\S+)",
                    found -> lasting(
                            "a role has no right in schema %s that it needs there, such as to own what is in it while it is restored"
                                    .formatted(name(found, 1)),
                            "check-database names the objects. Let the owner of the schema own them: RETRY alone does"
                                    + " not help.")),
            known(
                    "permission denied for ([a-z ]+) (\\S+)",
                    found -> lasting(
                            "Norn's role has no right to %s %s".formatted(found.group(1), name(found, 2)),
                            "GRANT it what it needs there (pg_read_all_data to read everything), then RETRY.")),
            known(
                    "role (\"[^\"]+\") does not exist",
                    found -> lasting(
                            "role %s does not exist".formatted(name(found, 1)),
                            "Create it on this server, then RETRY.")),
            known(
                    "server version mismatch",
                    found -> lasting(
                            "pg_dump is older than the server",
                            "Install pg_dump and pg_restore of the server's major version, then RETRY.")),
            known(
                    "too many connections|too many clients|remaining connection slots",
                    found -> passing(
                            "there is no connection left",
                            "End sessions, or raise the limit of the database, the role or the server, then RETRY.")),
            known(
                    "No space left on device|could not extend file|could not write",
                    found -> passing("a disk is full", "Make room on the volumes of database and dumps, then RETRY.")),
            known(
                    "(?:could not connect|connection to server .* failed|server closed the connection|terminating"
                            + " connection|Connection refused|the database system is)",
                    found -> passing("the server ended or refused the session", "Check that it runs, then RETRY.")),
            known(
                    "(function|relation|type|operator|schema) (\\S+?)(?:\\(.*\\))? does not exist",
                    found -> lasting(
                            "what is restored needs %s %s, and does not find it: names without schema are not found in a restore"
                                    .formatted(found.group(1), name(found, 2)),
                            "Name its schema in the view, function or index that needs it, or SET search_path for that"
                                    + " function. RETRY alone does not help.")));

    /** Why it ended so. */
    static ToolFailure of(CommandResult ended) {
        for (var known : KNOWN) {
            var found = known.pattern().matcher(ended.tail());
            if (found.find()) {
                return known.failure().apply(found.toMatchResult());
            }
        }
        return new ToolFailure(ended.ending(), "Fix what it says, then RETRY.", true);
    }

    /** As an action's failure. */
    static ActionFailed failed(String error, String what, CommandResult ended) {
        var failure = of(ended);
        return new ActionFailed(
                error,
                "%s: %s".formatted(what, failure.cause()),
                "%s Read %s on this host.".formatted(failure.remedy(), ended.failureLog()),
                failure.passes());
    }

    private static Known known(String pattern, Function<MatchResult, ToolFailure> failure) {
        return new Known(Pattern.compile(pattern), failure);
    }

    private static ToolFailure lasting(String cause, String remedy) {
        return new ToolFailure(cause, remedy, false);
    }

    private static ToolFailure passing(String cause, String remedy) {
        return new ToolFailure(cause, remedy, true);
    }

    private static String name(MatchResult found, int group) {
        return found.group(group) == null ? "" : ShortText.line(found.group(group), 100);
    }
}
