package norn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bench/rehearsal}. */
@Command(
        name = "bench/rehearsal",
        mixinStandardHelpOptions = true,
        version = "norn (built here)",
        description = {
            "Measures how fast Norn is on this machine, on real Temporal servers of its own, and prints each figure"
                    + " beside what is aimed at. Let nothing else run meanwhile: times depend on the machine, ratios and"
                    + " counts hardly do.",
            "",
            "Exits with 0 whatever the figures are: people judge them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bench/rehearsal                      everything",
            "  bench/rehearsal latency overhead     two parts",
            "  bench/rehearsal events --json        for a program"
        })
public final class Main implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "PART", description = "The parts to measure. Default: all.")
    private List<String> parts = new ArrayList<>();

    @Option(names = "--json", description = "Print the figures as JSON, for a program.")
    private boolean json;

    private Main(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Measures. */
    public static void main(String[] arguments) {
        System.exit(commandLine(Terminal.ofProcess()).execute(arguments));
    }

    static CommandLine commandLine(Terminal terminal) {
        var line = BenchmarkLine.of(new Main(terminal), terminal).addSubcommand(new RunbookCommand(terminal));
        var usage = line.getCommandSpec().usageMessage();
        usage.parameterListHeading("%nParts:%n" + String.join("%n", helpLines()) + "%n%n");
        return line;
    }

    private static List<String> helpLines() {
        return Arrays.stream(Benchmark.values()).map(Benchmark::line).toList();
    }

    @Override
    public Integer call() throws IOException {
        var chosen = parts.isEmpty()
                ? List.of(Benchmark.values())
                : parts.stream().map(Benchmark::named).distinct().toList();
        var output = new BenchmarkOutput(terminal, json);
        var figures = new LinkedHashMap<String, List<Figure>>();
        for (var part : chosen) {
            figures.put(part.toString(), measured(part));
        }
        output.print(figures);
        return ExitCode.DONE;
    }

    private List<Figure> measured(Benchmark part) throws IOException {
        try (var scratch = new ScratchFolder()) {
            return part.measurement()
                    .measure(scratch.folder(), line -> terminal.err().println("%s: %s".formatted(part, line)));
        }
    }
}
