package norn.record;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where reports go beside the records.
 *
 * @param copies a folder that gets a copy of each report, such as a web server's; null: none
 */
public record RecordSettings(@Nullable Path copies) {}
