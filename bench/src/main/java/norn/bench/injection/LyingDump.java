package norn.bench.injection;

import java.nio.file.Path;
import java.util.Locale;

/** What a pg_dump does instead, and exits with 0: its true dump lies in {@code $dump}, {@code $at} is a drawn place within it. */
public enum LyingDump {
    CUT("head -c \"$at\" \"$dump\""),
    BYTE_FLIPPED("""
        byte=$(od -An -tu1 -j "$at" -N 1 "$dump")
        head -c "$at" "$dump"
        printf "\\\\$(printf %o $((byte ^ 1)))"
        tail -c +$((at + 2)) "$dump"\
        """),
    OF_ANOTHER_DATABASE("\"$real\" --format=custom --no-password $connection --dbname=" + LyingDump.OTHER),
    TABLE_MISSING("\"$real\" \"$@\" --exclude-table=\"$table\""),
    ROWS_MISSING("\"$real\" \"$@\" --exclude-table-data=\"$table\""),
    OF_A_NEWER_MAJOR("head -c 6 \"$dump\"; printf '\\377'; tail -c +8 \"$dump\""),
    BY_AN_OLDER_PROGRAM("cat \"$dump\""),
    VOLUME_FULL("""
        head -c "$at" "$dump"
        cat /dev/zero >"$backups/fills-the-volume" 2>/dev/null
        tail -c +$((at + 1)) "$dump"\
        """),
    KILLED_HALF_WAY("head -c \"$at\" \"$dump\"; kill -9 $$"),
    EMPTY(":"),
    GZIP_OF_NOTHING("gzip </dev/null");

    /** A database beside the one that is dumped, with the same tables. */
    public static final String OTHER = "lying_other";

    private final String words;

    LyingDump(String words) {
        this.words = words;
    }

    /** Its name in the name of a step. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A pg_dump that lies so where rows are asked for, and says of itself which version it is. */
    public String program(Path real, Path backups, String table, String connection, int permille) {
        return """
            #!/bin/sh
            real=%s backups=%s table=%s connection='%s' dump=$0.true
            case " $* " in
                *" --version "*) %s ;;
                *" --file="* | *" --schema-only "*) exec "$real" "$@" ;;
            esac
            "$real" "$@" >"$dump" || exit
            at=$(($(wc -c <"$dump") * %d / 1000))
            %s
            exit 0
            """.formatted(
                real,
                backups,
                table,
                connection,
                this == BY_AN_OLDER_PROGRAM ? "echo 'pg_dump (PostgreSQL) 9.6.24'; exit" : "exec \"$real\" --version",
                permille,
                words);
    }
}
