package norn.bench.database;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.bench.BenchmarkLine;
import norn.bench.BenchmarkOutput;
import norn.bench.Figure;
import norn.bench.ScratchFolder;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bench/database}. */
@Command(
        name = "bench/database",
        mixinStandardHelpOptions = true,
        version = "norn (built here)",
        description = {
            "Lives through a deployment day's database on a PostgreSQL of its own: backup with its proof, trial, copy,"
                    + " migration, swap, and the way back. Then restores the same data as a checklist does, with"
                    + " pg_restore -j2 and with psql, and prints the ratios.",
            "",
            "Needs about eight times the size on the disk. Exits with 0 whatever the figures are: people judge them."
        },
        footerHeading = "%nExample:%n",
        footer = "  bench/database --size 5")
public final class DatabaseMain implements Callable<Integer> {
    private static final double AIM = 10;
    private static final double BYTES_OF_GB = 1e9;

    private final Terminal terminal;

    @Option(names = "--size", paramLabel = "GB", description = "The database's size (10⁹ bytes), roughly. Default: 1.")
    private double size = 1;

    @Option(names = "--json", description = "Print the figures as JSON, for a program.")
    private boolean json;

    private DatabaseMain(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Measures. */
    public static void main(String[] arguments) {
        var terminal = Terminal.ofProcess();
        System.exit(BenchmarkLine.of(new DatabaseMain(terminal), terminal).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var output = new BenchmarkOutput(terminal, json);
        try (var scratch = new ScratchFolder();
                var day = DatabaseDay.open(scratch.folder(), size, this::progress)) {
            output.print(Map.of("a database's day", measured(day)));
        }
        return ExitCode.DONE;
    }

    private List<Figure> measured(DatabaseDay day) throws IOException, InterruptedException {
        var gigabytes = day.bytes() / BYTES_OF_GB;
        var backup = day.backUp();
        var trial = day.tried();
        var forward = day.migrate();
        var back = day.bringBack();
        var restores = day.restores();
        var parallel = restores.byPgRestore();
        var plain = restores.byPsql();
        var of = "of %.2f GB".formatted(gigabytes);
        return List.of(
                Figure.atLeast(AIM, "Swap back is faster than pg_restore -j2", parallel / back, "times", of),
                Figure.plain("Swap back is faster than psql < dump", plain / back, "times", ""),
                Figure.plain("Swap back", back, "s", "the action restore-database: users are out meanwhile"),
                Figure.plain("pg_restore -j2", parallel, "s", "into an empty database, from a directory of dumps"),
                Figure.plain("psql < dump", plain, "s", "into an empty database, with ON_ERROR_STOP"),
                Figure.plain("Backup with its proof, each GB", backup / gigabytes, "s", "dump, restore, comparison"),
                Figure.plain("Trial, each GB", trial / gigabytes, "s", "restore, copy, migrations, swap, swap back"),
                Figure.plain(
                        "Copy, migrate, verify, swap, each GB", forward / gigabytes, "s", "users are out meanwhile"));
    }

    private void progress(String line) {
        terminal.err().println("database: " + line);
    }
}
