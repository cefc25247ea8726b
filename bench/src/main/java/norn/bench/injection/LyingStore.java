package norn.bench.injection;

import java.util.Locale;

/** What the command that backs a store up does, into the folder {@code NORN_BACKUP}; its archive is verified by {@code gzip -t}. */
public enum LyingStore {
    WRITES_NOTHING("exit 0"),
    CUT("head -c 1000 /dev/urandom | gzip | head -c 500 >\"$archive\""),
    GZIP_OF_NOTHING("false | gzip >\"$archive\""),
    EMPTY(": >\"$archive\""),
    KILLED_HALF_WAY("echo rows | gzip | head -c 12 >\"$archive\"; kill -9 $$");

    private static final String SCRIPT = """
        #!/bin/sh
        archive=$NORN_BACKUP/rows.sql.gz
        %s
        """;

    private final String words;

    LyingStore(String words) {
        this.words = words;
    }

    /** Its name in the name of a step. */
    public String id() {
        return "store-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The program that does so. */
    public String program() {
        return SCRIPT.formatted(words);
    }

    /** The program that backs up. */
    public static String honest() {
        return SCRIPT.formatted("echo rows | gzip >\"$archive\"");
    }
}
