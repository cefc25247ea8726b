package norn.bench.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import norn.bench.BenchmarkLine;
import norn.bench.BenchmarkOutput;
import norn.bench.Figure;
import norn.bench.ScratchFolder;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bench/faults}. */
@Command(
        name = "bench/faults",
        mixinStandardHelpOptions = true,
        version = "norn (built here)",
        description = {
            "Does to a rehearsal what happens to deployments at night: processes are killed, services hang, people"
                    + " send what they should not. Everything is real but for its size: Temporal, PostgreSQL, the services"
                    + " and their players.",
            "What witnesses outside of Norn counted stands beside what is aimed at.",
            "",
            "Exits with 0 where every aim is met, else with 1."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bench/faults                         every row, three seeds each",
            "  bench/faults 1 3 --seeds 10          two rows, ten seeds each",
            "  bench/faults 2 --seeds 1 --seed 7    one fault again"
        })
public final class FaultsMain implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ROW", description = "The rows to try. Default: all.")
    private List<Integer> rows = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N", description = "How often each is tried. Default: 3.")
    private int seeds = 3;

    @Option(names = "--seed", paramLabel = "S", description = "The first seed; the others follow it. Default: 1.")
    private long seed = 1;

    @Option(names = "--json", description = "Print the figures as JSON, for a program.")
    private boolean json;

    private FaultsMain(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Tries. */
    public static void main(String[] arguments) {
        System.exit(commandLine(Terminal.ofProcess()).execute(arguments));
    }

    static CommandLine commandLine(Terminal terminal) {
        var line = BenchmarkLine.of(new FaultsMain(terminal), terminal);
        var usage = line.getCommandSpec().usageMessage();
        usage.parameterListHeading("%nRows:%n"
                + String.join(
                        "%n",
                        Arrays.stream(FaultRow.values()).map(FaultRow::line).toList())
                + "%n%n");
        return line;
    }

    @Override
    public Integer call() throws IOException {
        var chosen = rows.isEmpty()
                ? List.of(FaultRow.values())
                : rows.stream().map(FaultRow::numbered).distinct().toList();
        var output = new BenchmarkOutput(terminal, json);
        var figures = new LinkedHashMap<String, List<Figure>>();
        try (var scratch = new ScratchFolder();
                var stack = FaultStack.open(scratch.folder(), this::progress)) {
            for (var row : chosen) {
                figures.put(
                        row.toString(),
                        row.trial().run(stack, new Draw(seeds, seed, line -> progress(row + ": " + line))));
            }
        }
        output.print(figures);
        return figures.values().stream().flatMap(List::stream).allMatch(Figure::isMet) ? ExitCode.DONE : 1;
    }

    private void progress(String line) {
        terminal.err().println(line);
    }
}
