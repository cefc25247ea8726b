package norn.database.content;

import java.util.Map;

/** Counts over what is in a database, by name: {@code <rows> rows, hash <sum>} of a table; of a sequence, say, another text. */
public final class RowCounts {
    private static final String ROWS = " rows, ";

    private RowCounts() {}

    /** Tables, without sequences and large objects. */
    public static long tables(Map<String, String> contents) {
        return contents.values().stream().filter(text -> text.contains(ROWS)).count();
    }

    /** Rows of all tables. */
    public static long rows(Map<String, String> contents) {
        return contents.values().stream()
                .filter(text -> text.contains(ROWS))
                .mapToLong(text -> Long.parseLong(text.substring(0, text.indexOf(' '))))
                .sum();
    }
}
