package norn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bench/runbook}. */
@Command(
        name = "runbook",
        hidden = true,
        mixinStandardHelpOptions = true,
        customSynopsis = "bench/runbook [--rounds N] [--json]",
        description = {
            "Runs 100 steps, each the command /bin/true, through Norn, through plain Temporal and through Ansible, in turns, and"
                    + " prints the ratios. Installs Ansible into target/bench once (pip, from your package index).",
            "",
            "Exits with 0 whatever the figures are: people judge them."
        })
final class RunbookCommand implements Callable<Integer> {
    private static final int STEPS = 100;
    private static final double AIM = 8;

    private final Terminal terminal;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each runs. Default: 5.")
    private int rounds = 5;

    @Option(names = "--json", description = "Print the figures as JSON, for a program.")
    private boolean json;

    RunbookCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Seconds for all steps. */
    private record Round(double norn, double temporal, double ansible) {}

    @Override
    public Integer call() throws IOException {
        var output = new BenchmarkOutput(terminal, json);
        output.print(Map.of("100 times /bin/true", measured()));
        return ExitCode.DONE;
    }

    private List<Figure> measured() throws IOException {
        var measured = new ArrayList<Round>();
        try (var scratch = new ScratchFolder()) {
            var ansible = AnsibleRunbook.install(scratch.folder(), STEPS, this::progress);
            try (var norn = NornRunbook.open(scratch.folder(), STEPS);
                    var temporal = TemporalRunbook.start(norn.client(), STEPS)) {
                norn.run(); // each once to warm up
                temporal.run();
                ansible.run();
                for (var round = 1; round <= rounds; round++) {
                    measured.add(new Round(norn.run(), temporal.run(), ansible.run()));
                    progress("round %d of %d: %s".formatted(round, rounds, measured.get(round - 1)));
                }
            }
            return figures(measured, ansible.version());
        }
    }

    private static List<Figure> figures(List<Round> measured, String ansible) {
        var how = "%d steps in sequence, %d rounds in turns; median".formatted(STEPS, measured.size());
        return List.of(
                Figure.atLeast(
                        AIM,
                        "Norn is faster than Ansible",
                        median(measured, round -> round.ansible() / round.norn()),
                        "times",
                        how),
                Figure.plain(
                        "Norn against plain Temporal",
                        median(measured, round -> round.norn() / round.temporal()),
                        "times",
                        ""),
                Figure.plain("Norn", median(measured, Round::norn), "s", "start to final status"),
                Figure.plain("plain Temporal", median(measured, Round::temporal), "s", "a workflow of activities"),
                Figure.plain("Ansible", median(measured, Round::ansible), "s", ansible + ", one play on localhost"));
    }

    private static double median(List<Round> measured, ToDoubleFunction<Round> value) {
        return new Samples(measured.stream().mapToDouble(value).boxed().toList()).median();
    }

    private void progress(String line) {
        terminal.err().println("runbook: " + line);
    }
}
