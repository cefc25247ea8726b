package norn.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A remark for the record. */
public final class NoteOption {
    /** The remark; null: none. */
    @Option(names = "--note", paramLabel = "TEXT", description = "A remark for the record.")
    public @Nullable String note;
}
