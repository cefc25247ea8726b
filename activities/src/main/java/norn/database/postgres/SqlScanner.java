package norn.database.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a migration file must not hold, reading it as the server would: with quotes, dollar quotes and comments. A file
 * with a BEGIN or COMMIT of its own defeats the transaction around it.
 */
public final class SqlScanner {
    private static final Set<String> TRANSACTION =
            Set.of("BEGIN", "COMMIT", "ROLLBACK", "START", "END", "ABORT", "SAVEPOINT", "PREPARE");

    private final String sql;
    private final List<String> findings = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private int at;
    private int line = 1;
    private int statementLine = 1;
    private int atomicDepth;

    private SqlScanner(String sql) {
        this.sql = sql;
    }

    /** The findings, each {@code line: what}. */
    public static List<String> findings(String sql) {
        var tokens = new SqlScanner(sql);
        tokens.read();
        return tokens.findings;
    }

    private void read() {
        while (at < sql.length()) {
            var character = sql.charAt(at);
            if (character == '\'') {
                quoted('\'', isEscapeString());
            } else if (character == '"') {
                quoted('"', false);
            } else if (sql.startsWith("--", at)) {
                skipTo("\n");
            } else if (sql.startsWith("/*", at)) {
                comment();
            } else if (character == '$' && dollarTag() != null) {
                dollarQuoted();
            } else if (character == '\\' && startsLine()) {
                metaCommand();
            } else if (character == ';' && !insideAtomic()) {
                endOfStatement();
            } else {
                take(character);
            }
        }
        endOfStatement();
    }

    private void take(char character) {
        if (character == '\n') {
            line++;
        }
        if (statement.toString().isBlank() && !Character.isWhitespace(character)) {
            statementLine = line;
        }
        statement.append(character);
        at++;
    }

    private void endOfStatement() {
        var words = statement.toString().strip().toUpperCase(Locale.ROOT).split("\\s+", 5);
        var first = words[0];
        var second = words.length > 1 ? words[1] : "";
        if (TRANSACTION.contains(first)
                && !(first.equals("START") && !second.equals("TRANSACTION"))
                && !(first.equals("PREPARE") && !second.equals("TRANSACTION"))) {
            findings.add("%d: %s of its own".formatted(statementLine, first));
        }
        if (first.equals("CREATE")
                && Set.of("DATABASE", "ROLE", "USER", "TABLESPACE").contains(second)) {
            findings.add("%d: CREATE %s reaches beyond this database".formatted(statementLine, second));
        }
        statement.setLength(0);
        at++;
    }

    /** A function's body in SQL itself holds semicolons: BEGIN ATOMIC … END. */
    private boolean insideAtomic() {
        var text = statement.toString().toUpperCase(Locale.ROOT);
        atomicDepth = 0;
        var from = text.indexOf("BEGIN ATOMIC");
        if (from < 0) {
            return false;
        }
        for (var word : text.substring(from).split("\\W+", -1)) {
            if (word.equals("BEGIN") || word.equals("CASE")) {
                atomicDepth++;
            }
            if (word.equals("END")) {
                atomicDepth--;
            }
        }
        return atomicDepth > 0;
    }

    private void quoted(char quote, boolean backslashes) {
        take(quote);
        while (at < sql.length()) {
            var character = sql.charAt(at);
            if (backslashes && character == '\\' && at + 1 < sql.length()) {
                skip(2);
            } else if (character == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                skip(2);
            } else if (character == quote) {
                at++;
                return;
            } else {
                skip(1);
            }
        }
    }

    private boolean isEscapeString() {
        return at > 0
                && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e')
                && (at < 2 || !isWord(sql.charAt(at - 2)));
    }

    private void comment() {
        var depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                skip(2);
            } else if (sql.startsWith("*/", at)) {
                depth--;
                skip(2);
            } else {
                skip(1);
            }
        } while (depth > 0 && at < sql.length());
    }

    private void skipTo(String end) {
        var to = sql.indexOf(end, at);
        skip((to < 0 ? sql.length() : to) - at);
    }

    private void skip(int count) {
        for (var i = 0; i < count && at < sql.length(); i++) {
            if (sql.charAt(at++) == '\n') {
                line++;
            }
        }
    }

    private @Nullable String dollarTag() {
        if (at > 0 && isWord(sql.charAt(at - 1))) {
            return null;
        }
        for (var i = at + 1; i < sql.length(); i++) {
            if (sql.charAt(i) == '$') {
                return sql.substring(at, i + 1);
            }
            if (!isWord(sql.charAt(i))) {
                return null;
            }
        }
        return null;
    }

    private void dollarQuoted() {
        var tag = String.valueOf(dollarTag());
        take('$');
        skip(tag.length() - 1);
        skipTo(tag);
        skip(tag.length());
    }

    private void metaCommand() {
        var from = at;
        skipTo("\n");
        findings.add("%d: psql's own command %s"
                .formatted(line, sql.substring(from, at).strip()));
    }

    private boolean startsLine() {
        for (var i = at - 1; i >= 0 && sql.charAt(i) != '\n'; i--) {
            if (!Character.isWhitespace(sql.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
