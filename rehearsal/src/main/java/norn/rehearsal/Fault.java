package norn.rehearsal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A real defect, committed into the new release of a sandbox's repository: what goes wrong, and where it shows. */
public enum Fault {
    /** The release is good. */
    NONE("", "", ""),

    /** A late migration takes every price for a number; years of data hold some that are not. */
    MIGRATION(
            "migrations/012_numeric_prices.sql",
            "USING CASE WHEN price ~ '^[0-9]+([.,][0-9]+)?$' THEN replace(price, ',', '.')::numeric END",
            "USING price::numeric"),

    /** The map server does not compile. */
    BUILD("src/map/map.c", "session_send(session, \"OK\");", "session_send(session, welcome);"),

    /** The AI service asks for a column that is not there while it warms up, and dies. */
    START(
            "ai-service/src/aiworld/service/AiService.java",
            "SELECT zone, open_problems FROM world_overview",
            "SELECT zone, open_problem_count FROM world_overview"),

    /** Everything is healthy, and the first real page answers 500. */
    SMOKE_TEST(
            "ai-service/src/aiworld/service/AiService.java",
            "JOIN zones z ON z.id = w.zone_id",
            "JOIN zones z ON z.id = w.zone"),

    /** The 13 agents that watch players call a function that no migration made. */
    AGENTS(
            "ai-service/src/aiworld/service/Agents.java",
            "FROM search_memories(1, 'day')",
            "FROM search_memory(1, 'day')"),

    /** The agents that watch players never forget: 13 of 21 are over their budget after some hundred writes. */
    AFTER_GO_LIVE(
            "ai-service/src/aiworld/service/Agent.java",
            "while (memory.size() > memoryCapacity) memory.removeFirst();",
            "// forgetting is switched off");

    /** One place of the release's sources, and what stands there instead. */
    record Edit(String file, String good, String bad) {}

    private final String file;
    private final String good;
    private final String bad;

    Fault(String file, String good, String bad) {
        this.file = file;
        this.good = good;
        this.bad = bad;
    }

    Optional<Edit> edit() {
        return file.isEmpty() ? Optional.empty() : Optional.of(new Edit(file, good, bad));
    }

    /** The name that people type: {@code smoke-test}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The fault of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public static Fault named(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called \"%s\". Known: %s"
                        .formatted(
                                word, Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", ")))));
    }
}
