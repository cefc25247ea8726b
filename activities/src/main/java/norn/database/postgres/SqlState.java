package norn.database.postgres;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a SQLSTATE means, in Norn's words. The server's own may quote rows, passwords and statements, so they stay on the host.
 *
 * @see "PostgreSQL, appendix A: error codes"
 */
final class SqlState {
    private static final Map<String, String> MEANINGS = meanings();

    private SqlState() {}

    /** In a few words; by its class, the first two characters, where it is no common one. */
    static String meaning(String state) {
        var known = MEANINGS.get(state);
        return known != null
                ? known
                : MEANINGS.getOrDefault(state.length() < 2 ? "" : state.substring(0, 2), "the server reports an error");
    }

    /** Whether it may be that a value is too large for the server's memory or limits; damaged data says the same. */
    static boolean isTooLarge(SQLException failed) {
        var state = String.valueOf(failed.getSQLState());
        return state.equals("XX000") || state.equals("53200") || state.startsWith("54");
    }

    private static Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        meanings.put("", "no answer from the server");
        meanings.put("08", "the connection failed");
        meanings.put("08001", "no connection can be made");
        meanings.put("08006", "the connection broke");
        meanings.put("22", "a value is not possible");
        meanings.put("22001", "a text is too long for its column");
        meanings.put("22003", "a number is out of range");
        meanings.put("22012", "division by zero");
        meanings.put("22P02", "a text is no value of the type that it should have");
        meanings.put("23", "a constraint is violated");
        meanings.put("23502", "a value is missing where one is required");
        meanings.put("23503", "a foreign key is violated");
        meanings.put("23505", "a value is there twice that must be unique");
        meanings.put("23514", "a check constraint is violated");
        meanings.put("25", "the transaction is in the wrong state");
        meanings.put("25006", "the transaction may only read");
        meanings.put("28", "the login is refused");
        meanings.put("28P01", "the password is wrong");
        meanings.put("3D", "there is no such database");
        meanings.put("3F", "there is no such schema");
        meanings.put("40", "the transaction was rolled back");
        meanings.put("40001", "the transaction met another one");
        meanings.put("40P01", "deadlock");
        meanings.put("42", "the statement is wrong");
        meanings.put("42501", "the role has no right to this");
        meanings.put("42601", "syntax error");
        meanings.put("42701", "a column of that name exists already");
        meanings.put("42702", "a column's name is ambiguous");
        meanings.put("42703", "there is no such column");
        meanings.put("42704", "there is no such object");
        meanings.put("42710", "an object of that name exists already");
        meanings.put("42723", "a function of that name exists already");
        meanings.put("42804", "a value has the wrong type");
        meanings.put("42883", "there is no such function");
        meanings.put("42P01", "there is no such table");
        meanings.put("42P06", "a schema of that name exists already");
        meanings.put("42P07", "a table of that name exists already");
        meanings.put("53", "the server has not enough of something");
        meanings.put("53100", "the server's disk is full");
        meanings.put("53200", "the server's memory is full");
        meanings.put("53300", "the server has too many connections");
        meanings.put("54", "a limit of the server is reached");
        meanings.put("55", "an object is not in the state that this needs");
        meanings.put("55006", "an object is in use");
        meanings.put("55P03", "a lock was not to be had in time");
        meanings.put("57", "the server interfered");
        meanings.put("57014", "the statement was cancelled, or took too long");
        meanings.put("57P01", "the server ended the session");
        meanings.put("57P03", "the server is starting or stopping");
        meanings.put("58", "the server cannot read or write a file");
        meanings.put("P0001", "a function or block raised an exception of its own");
        meanings.put("XX", "the server reports an internal error, or damaged data");
        meanings.put("XX001", "data is damaged");
        meanings.put("XX002", "an index is damaged");
        return meanings;
    }
}
