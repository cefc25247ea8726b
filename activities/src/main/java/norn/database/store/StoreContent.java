package norn.database.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import norn.database.content.RowCounts;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds.
 *
 * @param tool what made it
 * @param server what it was made of
 * @param schemaSha256 of the definitions; null: not known of that kind
 * @param tables rows and hash by table; empty: not known of that kind
 * @param changing the tables that were written while the backup began: their rows cannot be compared
 * @param excluded what is not in it, in words
 */
public record StoreContent(
        String tool,
        String server,
        @Nullable String schemaSha256,
        Map<String, String> tables,
        List<String> changing,
        List<String> excluded) {
    public StoreContent {
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
        changing = List.copyOf(changing);
        excluded = List.copyOf(excluded);
    }

    /** How many tables, without sequences and the like. */
    long tableCount() {
        return RowCounts.tables(tables);
    }

    /** The rows of all tables. */
    long rowCount() {
        return RowCounts.rows(tables);
    }
}
