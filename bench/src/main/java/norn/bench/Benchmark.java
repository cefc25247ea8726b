package norn.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import norn.cli.terminal.CommandFailed;

/** The parts of the benchmark, as people name them. */
enum Benchmark {
    REHEARSAL("a whole rehearsal, already built, and where its time goes"),
    LATENCY("a decision sent to Deployment until the next step begins"),
    OVERHEAD("a step that does nothing, through Norn against plain activities, in turns"),
    EVENTS("what a step, a wait and an answer cost in history events"),
    RECOVERY("the worker killed with -9 in mid-step until the next step begins"),
    CLONE("git clone to the end of the first rehearsal, from warm package caches");

    private final String about;

    Benchmark(String about) {
        this.about = about;
    }

    /**
     * The part of that name.
     *
     * @throws CommandFailed naming those that exist
     */
    static Benchmark named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> CommandFailed.usage(name + ": no such part", "There are: " + String.join(", ", names())));
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(Benchmark::toString).toList();
    }

    Measurement measurement() {
        return switch (this) {
            case REHEARSAL -> new WholeRehearsal();
            case LATENCY -> new Latency();
            case OVERHEAD -> new Overhead();
            case EVENTS -> new HistoryEvents();
            case RECOVERY -> new Recovery();
            case CLONE -> new FreshClone();
        };
    }

    /** For the help. */
    String line() {
        return "  %-10s %s".formatted(this, about);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
