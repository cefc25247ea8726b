package norn.bench.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import norn.rehearsal.SandboxDescription;

/** The database restored from dumps, as checklists have it: each into an empty database beside it, which is dropped afterwards. */
record DatabaseRestores(SandboxDescription.Database database, Consumer<String> progress) {
    private static final String RESTORED = "restored_by_bench";
    private static final double NANOSECONDS = 1e9;

    /** From a directory of dumps, with two jobs. */
    double byPgRestore() throws IOException, InterruptedException {
        var dump = Files.createTempDirectory(folder(), "bench").resolve("dump");
        run("pg_dump", "--format=directory", "--jobs=2", "--file=" + dump, database.name());
        return restored("pg_restore", "--jobs=2", "--exit-on-error", "--dbname=" + RESTORED, dump.toString());
    }

    /** From one file of SQL. */
    double byPsql() throws IOException, InterruptedException {
        var dump = Files.createTempFile(folder(), "bench", ".sql");
        run("pg_dump", "--file=" + dump, database.name());
        return restored("psql", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname=" + RESTORED, "--file=" + dump);
    }

    private Path folder() throws IOException {
        return Files.createDirectories(database.dataDirectory().resolveSibling("bench-dumps"));
    }

    private double restored(String tool, String... arguments) throws IOException, InterruptedException {
        run("psql", "--quiet", "--dbname=postgres", "--command=CREATE DATABASE " + RESTORED);
        try {
            var begun = System.nanoTime();
            run(tool, arguments);
            var seconds = (System.nanoTime() - begun) / NANOSECONDS;
            progress.accept(String.format(Locale.ROOT, "%s: %.1f s", tool, seconds));
            return seconds;
        } finally {
            run("psql", "--quiet", "--dbname=postgres", "--command=DROP DATABASE " + RESTORED);
        }
    }

    private void run(String tool, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(database.tools().resolve(tool).toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        var variables = builder.environment();
        variables.put("PGHOST", database.host());
        variables.put("PGPORT", String.valueOf(database.port()));
        variables.put("PGUSER", database.superuser());
        variables.put("PGPASSWORD", database.superuserPassword());
        var exitCode = builder.start().waitFor();
        if (exitCode != 0) {
            throw new IOException("%s exited with %d".formatted(tool, exitCode));
        }
    }
}
