package norn.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;

/** Prints figures, for people or for a program, with what the machine was like meanwhile. */
public final class BenchmarkOutput {
    private final Terminal terminal;
    private final boolean json;
    private final String loadBefore = load();

    /** Prints to that terminal; {@code json}: for a program. */
    public BenchmarkOutput(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** Prints the figures, by the part that they belong to. */
    public void print(Map<String, List<Figure>> figures) {
        var machine = "%d cores, Java %s, load %s before and %s after"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        loadBefore,
                        load());
        var table = new FigureTable(figures);
        if (json) {
            terminal.out().println(LenientJson.text(table.json(machine)));
        } else {
            terminal.out().println(machine);
            table.lines(terminal.style()).forEach(terminal.out()::println);
        }
    }

    /** How many processes wanted a core, on average of the last minute. */
    private static String load() {
        var load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(Locale.ROOT, "%.1f", load);
    }
}
