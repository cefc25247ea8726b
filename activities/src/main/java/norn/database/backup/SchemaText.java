package norn.database.backup;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import norn.action.Attempt;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.Sha256;
import org.jspecify.annotations.Nullable;

/** A database's schema as pg_dump writes it, without what differs from run to run. */
record SchemaText(String text) {
    /** The schema of that database. {@code snapshot} says as of when; null: now. */
    static SchemaText of(
            PostgresTools tools,
            Server server,
            Attempt attempt,
            String name,
            String database,
            @Nullable String snapshot)
            throws InterruptedException {
        var arguments = new ArrayList<>(List.of(tools.dump().toString(), "--schema-only", "--no-password"));
        if (snapshot != null) {
            arguments.add("--snapshot=" + snapshot);
        }
        arguments.addAll(DumpWriter.connection(server));
        arguments.add("--dbname=" + DumpWriter.database(database));
        var out = new ByteArrayOutputStream();
        try (var watch = server.watch()) {
            var ended = new Commands(watch.over(attempt))
                    .run(Invocation.of(name, arguments).withEnvironment(DumpWriter.environment(server, attempt)), out);
            if (ended.exitCode() != 0) {
                throw ToolFailure.failed("DumpFailed", "the schema of %s cannot be dumped".formatted(database), ended);
            }
        }
        return new SchemaText(out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("--"))
                .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
                .collect(Collectors.joining("\n")));
    }

    /** The lines that only one of the two has, with the sign of the one: {@code -} here, {@code +} there. */
    List<String> difference(SchemaText other) {
        var here = text.lines().toList();
        var there = other.text().lines().toList();
        var difference = new ArrayList<String>();
        var inHere = new HashSet<>(here);
        var inThere = new HashSet<>(there);
        here.stream().filter(line -> !inThere.contains(line)).forEach(line -> difference.add("- " + line));
        there.stream().filter(line -> !inHere.contains(line)).forEach(line -> difference.add("+ " + line));
        return difference;
    }

    String sha256() {
        return Sha256.of(text);
    }
}
