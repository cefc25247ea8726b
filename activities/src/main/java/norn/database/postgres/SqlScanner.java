package norn.database.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import norn.limit.Limits;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a migration file must not hold, reading it as the server would: with quotes, dollar quotes and comments. A file
 * with a BEGIN or COMMIT of its own defeats the transaction around it; one that reaches beyond its database would fail, since the role
 * that it runs as may not. It reads a file once, from its beginning to its end.
 */
public final class SqlScanner {
    private final String sql;
    private final List<String> findings = new ArrayList<>();
    /** What ends the rows that follow a COPY FROM STDIN. */
    private static final Pattern END_OF_ROWS = Pattern.compile("(?m)^\\\\\\.[ \\t\\r]*$");

    /** Of the statements that no transaction may hold. */
    private final List<Integer> alone = new ArrayList<>();

    private final StringBuilder word = new StringBuilder();
    private List<String> words = new ArrayList<>();
    private int at;
    private int line = 1;
    private int statementLine = 1;
    private int statements;
    private int atomicDepth;
    private boolean statementBegun;
    private boolean lineBegun;
    private boolean inBlock;
    private final List<String> blockWords = new ArrayList<>();

    private SqlScanner(String sql) {
        this.sql = sql;
    }

    /** The findings, each {@code line: what}. */
    public static List<String> findings(String sql) {
        var scanner = new SqlScanner(sql);
        scanner.read();
        return scanner.findings();
    }

    private List<String> findings() {
        if (statements > 1) {
            alone.forEach(place -> findings.add(place
                    + ": no transaction may hold it, such as an index built concurrently. It must be"
                    + " alone in its file"));
        }
        return findings;
    }

    private void read() {
        while (at < sql.length()) {
            var character = sql.charAt(at);
            if (character == '\'') {
                quoted('\'', isEscapeString());
            } else if (character == '"') {
                quoted('"', false);
            } else if (sql.startsWith("--", at)) {
                endOfWord();
                skipTo("\n");
            } else if (sql.startsWith("/*", at)) {
                endOfWord();
                comment();
            } else if (character == '$' && dollarTag() != null) {
                dollarQuoted();
            } else if (character == '\\' && !inBlock && (!lineBegun || isLetterNext())) {
                metaCommand();
            } else if (character == '{' && !inBlock) {
                placeholder();
            } else if (character == ':' && !inBlock && isVariable()) {
                variable();
            } else if (character == ';') {
                endOfWord();
                if (atomicDepth > 0) {
                    skip(1);
                } else {
                    endOfStatement();
                }
            } else {
                take(character);
            }
        }
        endOfWord();
        endOfStatement();
    }

    private void take(char character) {
        if (!Character.isWhitespace(character)) {
            begin();
        }
        if (isWord(character)) {
            word.append(character);
        } else {
            endOfWord();
        }
        skip(1);
    }

    private void begin() {
        if (!statementBegun) {
            statementBegun = true;
            statementLine = line;
        }
        lineBegun = true;
    }

    /** A function's body in SQL itself holds semicolons: BEGIN ATOMIC … END. */
    private void endOfWord() {
        if (word.isEmpty()) {
            return;
        }
        var ended = word.toString().toUpperCase(Locale.ROOT);
        word.setLength(0);
        var atomic = ended.equals("ATOMIC")
                && !words.isEmpty()
                && words.get(words.size() - 1).equals("BEGIN");
        if (atomic || (atomicDepth > 0 && (ended.equals("BEGIN") || ended.equals("CASE")))) {
            atomicDepth++;
        } else if (atomicDepth > 0 && ended.equals("END")) {
            atomicDepth--;
        }
        words.add(ended);
    }

    private void endOfStatement() {
        if (inBlock) {
            blockWords.addAll(words);
            blockWords.add(";");
        } else if (!words.isEmpty()) {
            var check = new SqlStatementCheck(words);
            statements++;
            if (check.standsAlone()) {
                alone.add(statementLine);
            }
            check.problem().ifPresent(problem -> findings.add(statementLine + ": " + problem));
            if (check.readsRows()) {
                skipRows();
            }
        }
        words = new ArrayList<>();
        statementBegun = false;
        atomicDepth = 0;
        skip(1);
    }

    /** The rows are no SQL, whatever stands in them. */
    private void skipRows() {
        var end = END_OF_ROWS.matcher(sql);
        if (end.find(at)) {
            skip(end.end() - at);
        } else {
            findings.add(statementLine + ": the rows of COPY have no end. Expected: a line \\. behind them");
            skip(sql.length() - at);
        }
    }

    private void quoted(char quote, boolean backslashes) {
        begin();
        if (quote == '"') {
            endOfWord();
        } else {
            word.setLength(0); // the E of a text with escapes is no word
        }
        var from = at + 1;
        skip(1);
        while (at < sql.length()) {
            var character = sql.charAt(at);
            if (backslashes && character == '\\' && at + 1 < sql.length()) {
                skip(2);
            } else if (character == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                skip(2);
            } else if (character == quote) {
                words.add(quote == '"' ? SqlStatementCheck.NAME + sql.substring(from, at) : SqlStatementCheck.TEXT);
                skip(1);
                return;
            } else {
                skip(1);
            }
        }
    }

    private boolean isEscapeString() {
        return word.length() == 1 && (word.charAt(0) == 'E' || word.charAt(0) == 'e');
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
                lineBegun = false;
            }
        }
    }

    private @Nullable String dollarTag() {
        if (!word.isEmpty()) {
            return null;
        }
        for (var i = at + 1; i < Math.min(sql.length(), at + 100); i++) {
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
        begin();
        var tag = String.valueOf(dollarTag());
        skip(tag.length());
        var from = at;
        var place = line;
        skipTo(tag);
        if (!words.isEmpty() && words.get(0).equals("DO")) {
            block(sql.substring(from, at), place);
        }
        skip(tag.length());
        words.add(SqlStatementCheck.TEXT);
    }

    /** What a block does is done at once; BEGIN and END in it are words of its own language, so its words are read as one row. */
    private void block(String body, int place) {
        var inner = new SqlScanner(body);
        inner.inBlock = true;
        inner.read();
        new SqlStatementCheck(inner.blockWords)
                .problemOfBlock()
                .ifPresent(problem -> findings.add(place + ": " + problem));
    }

    private void metaCommand() {
        var from = at;
        skipTo("\n");
        findings.add("%d: psql's own command %s"
                .formatted(line, sql.substring(from, at).strip()));
    }

    private boolean isLetterNext() {
        return at + 1 < sql.length() && Character.isLetter(sql.charAt(at + 1));
    }

    /** A colon of a statement's own has something before it: a cast another colon, a slice of a list its first bound. */
    private boolean isVariable() {
        return at + 1 < sql.length()
                && (Character.isLetter(sql.charAt(at + 1)) || "'\"".indexOf(sql.charAt(at + 1)) >= 0)
                && (at == 0 || " \t\n(,=".indexOf(sql.charAt(at - 1)) >= 0);
    }

    private void variable() {
        begin();
        endOfWord();
        var from = at;
        skip(2);
        while (at < sql.length() && (isWord(sql.charAt(at)) || "'\"".indexOf(sql.charAt(at)) >= 0)) {
            skip(1);
        }
        findings.add("%d: psql's own variable %s"
                .formatted(line, ShortText.line(sql.substring(from, at), Limits.SHOWN_CHARACTERS)));
    }

    /** No statement has a brace outside quotes: another tool would fill something in. */
    private void placeholder() {
        var from = at > 0 && "$#".indexOf(sql.charAt(at - 1)) >= 0 ? at - 1 : at;
        begin();
        endOfWord();
        while (at < sql.length() && sql.charAt(at) == '{') {
            skip(1);
        }
        while (at < sql.length() && "}\n;".indexOf(sql.charAt(at)) < 0) {
            skip(1);
        }
        while (at < sql.length() && sql.charAt(at) == '}') {
            skip(1);
        }
        findings.add("%d: %s is to be filled in, and nothing does so here"
                .formatted(line, ShortText.line(sql.substring(from, at), Limits.SHOWN_CHARACTERS)));
    }

    private static boolean isWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
