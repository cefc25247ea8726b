package norn.bench.downtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import norn.catalog.Catalog;
import org.jspecify.annotations.Nullable;

/** The order of a deployment day's steps. */
enum DayOrder {
    /** As the built-in runbook has it: checked out, built, configured and backed up while the old release serves. */
    PREPARED_BEFORE {
        @Override
        void write(Path config) {} // it is built in
    },

    /** As the checklist has it: all of that once the old release is stopped. */
    ALL_AFTER {
        @Override
        void write(Path config) throws IOException {
            var folder = Files.createDirectories(config.resolve("runbooks").resolve(Catalog.DEFAULT));
            for (var file : Catalog.builtInFiles(Catalog.DEFAULT).entrySet()) {
                var text =
                        file.getKey().equals("deployment-day.yaml") ? afterShutdown(file.getValue()) : file.getValue();
                Files.writeString(folder.resolve(file.getKey()), text);
            }
        }
    };

    private static final List<Move> MOVES = List.of(
            new Move("preparation", "[start-day]", "[shutdown]"),
            new Move("live-backup", "[start-day]", "[shutdown]"),
            new Move("last-call", "[opening, preparation, live-backup, readiness]", "[opening, readiness]"),
            new Move("database", null, "[shutdown, preparation, live-backup]"),
            new Move("activation", "[shutdown]", "[preparation]"));
    /** What is planned for before T-0 cannot come after the shutdown. */
    private static final Pattern PLANNED_BEFORE = Pattern.compile("\n        (at|due): T-\\d+m(?=\n)");

    /** A section that waits for others than in the built-in runbook; {@code before} is null where it names none. */
    private record Move(String section, @Nullable String before, String after) {
        String apply(String day) {
            var start = day.indexOf("\n  - id: %s\n".formatted(section));
            var end = day.indexOf("    steps:\n", start);
            if (start < 0 || end < 0) {
                throw new IllegalStateException("the built-in runbook has no section " + section);
            }
            var head = day.substring(start, end);
            var needs = "    needs: %s\n";
            var moved = before == null
                    ? head + needs.formatted(after)
                    : head.replace(needs.formatted(before), needs.formatted(after));
            if (moved.equals(head)) {
                throw new IllegalStateException("the section %s does not need %s".formatted(section, before));
            }
            return day.substring(0, start) + moved + day.substring(end);
        }
    }

    /** Writes the runbook of that order into the configuration folder. */
    abstract void write(Path config) throws IOException;

    private static String afterShutdown(String day) {
        var moved = day;
        for (var move : MOVES) {
            moved = move.apply(moved);
        }
        return withoutPlannedTimes(withoutPlannedTimes(moved, "preparation"), "live-backup");
    }

    private static String withoutPlannedTimes(String day, String section) {
        var start = day.indexOf("\n  - id: %s\n".formatted(section));
        var next = day.indexOf("\n  - id: ", start + 1);
        return day.substring(0, start)
                + PLANNED_BEFORE.matcher(day.substring(start, next)).replaceAll("")
                + day.substring(next);
    }
}
