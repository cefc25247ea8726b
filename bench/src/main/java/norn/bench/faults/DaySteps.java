package norn.bench.faults;

import java.util.List;
import java.util.stream.Stream;

/** The steps of a day on which something is killed, from the build to the new release's game servers. */
final class DaySteps {
    private static final List<String> CHANGING = List.of(
            "compile-server",
            "back-up-live",
            "enable-maintenance",
            "drain-sessions",
            "stop-game-servers",
            "stop-ai-service",
            "copy-database",
            "migrate-database",
            "swap-database",
            "back-up-original",
            "activate",
            "start-ai-service",
            "start-game-servers");

    private DaySteps() {}

    /** They, with those before and after them. */
    static List<String> with(List<String> before, List<String> after) {
        return Stream.of(before, CHANGING, after).flatMap(List::stream).toList();
    }
}
