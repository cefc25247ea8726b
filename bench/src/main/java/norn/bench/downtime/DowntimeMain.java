package norn.bench.downtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.bench.BenchmarkLine;
import norn.bench.BenchmarkOutput;
import norn.bench.Figure;
import norn.bench.Samples;
import norn.bench.ScratchFolder;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.client.Ending;
import norn.client.Follower;
import norn.client.ProgressListener;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.local.NornHome;
import norn.local.rehearsal.Rehearsal;
import norn.local.rehearsal.RehearsalEnvironment;
import norn.local.rehearsal.SimulatedAnswers;
import norn.rehearsal.SandboxOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bench/downtime}. */
@Command(
        name = "bench/downtime",
        mixinStandardHelpOptions = true,
        version = "norn (built here)",
        description = {
            "Runs the same deployment day twice, in turns: as the built-in runbook has it, with everything prepared"
                    + " while the old release serves, and in the order of the checklist, with check-out, builds, settings"
                    + " and backup after the shutdown. Prints how long users are out, and what the time goes to.",
            "",
            "The sandbox builds in seconds what takes a real installation minutes, so that the ratio is the least that"
                    + " is gained. Exits with 0 whatever the figures are: people judge them."
        },
        footerHeading = "%nExample:%n",
        footer = "  bench/downtime --size 1 --rounds 3")
public final class DowntimeMain implements Callable<Integer> {
    private static final double AIM = 1.5;
    private static final String CRITICAL_PATH = "- **Critical path**: ";

    private final Terminal terminal;

    @Option(
            names = "--size",
            paramLabel = "GB",
            description = "The database's size (10⁹ bytes), roughly. Default: 0.1.")
    private double size = 0.1;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each order is run. Default: 1.")
    private int rounds = 1;

    @Option(names = "--json", description = "Print the figures as JSON, for a program.")
    private boolean json;

    private DowntimeMain(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Measures. */
    public static void main(String[] arguments) {
        var terminal = Terminal.ofProcess();
        System.exit(BenchmarkLine.of(new DowntimeMain(terminal), terminal).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var output = new BenchmarkOutput(terminal, json);
        var seconds = new EnumMap<DayOrder, List<Double>>(DayOrder.class);
        for (var round = 1; round <= rounds; round++) {
            for (var order : DayOrder.values()) {
                seconds.computeIfAbsent(order, first -> new ArrayList<>()).add(downtime(order));
            }
        }
        var before = new Samples(seconds.getOrDefault(DayOrder.PREPARED_BEFORE, List.of())).median();
        var after = new Samples(seconds.getOrDefault(DayOrder.ALL_AFTER, List.of())).median();
        var how = "%s GB, median of %d".formatted(size, rounds);
        output.print(Map.of(
                "users are out",
                List.of(
                        Figure.atLeast(
                                AIM, "all after the shutdown, against prepared before", after / before, "times", how),
                        Figure.plain("prepared before", before, "s", ""),
                        Figure.plain("all after the shutdown", after, "s", ""))));
        return ExitCode.DONE;
    }

    private double downtime(DayOrder order) throws IOException, InterruptedException {
        try (var scratch = new ScratchFolder()) {
            var home = new NornHome(scratch.folder());
            var options = SandboxOptions.standard().withSizeGb(size);
            var rehearsal = Rehearsal.start(home, options, Rehearsal.PACE, line -> {});
            try {
                order.write(home.config());
                var ending = day(rehearsal, order);
                var seconds = ending.result().path("downtimeSeconds").asDouble();
                progress("%s: %s, users out for %.1f s".formatted(order, ending.status(), seconds));
                progress("  "
                        + criticalPath(Path.of(ending.result().path("report").asText())));
                return seconds;
            } finally {
                Rehearsal.stopAll(home);
            }
        }
    }

    private static Ending day(Rehearsal rehearsal, DayOrder order) throws InterruptedException {
        try (var connection = rehearsal.connect()) {
            var id = "bench-" + order.name().toLowerCase(Locale.ROOT).replace('_', '-');
            var release = rehearsal.sandbox().description().newRelease();
            Runs.start(
                    connection,
                    id,
                    StartRequest.deployment(release, RehearsalEnvironment.NAME).phases(List.of("deployment-day")));
            return new Follower(connection, id, ProgressListener.none(), new SimulatedAnswers(connection, id)).follow();
        }
    }

    private static String criticalPath(Path report) throws IOException {
        try (var lines = Files.lines(report)) {
            return lines.filter(line -> line.startsWith(CRITICAL_PATH))
                    .findFirst()
                    .map(line -> line.substring(CRITICAL_PATH.length()))
                    .orElse("no critical path is known");
        }
    }

    private void progress(String line) {
        terminal.err().println(line);
    }
}
