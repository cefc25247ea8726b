package norn.database.postgres;

import org.jspecify.annotations.Nullable;

/**
 * A query of an environment file.
 *
 * @param sql a single statement that only reads
 * @param expect what the first column of the first row must be; null: any row will do
 */
public record DatabaseQuery(
        String name, String sql, @Nullable String expect) {}
