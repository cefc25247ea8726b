package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import norn.bench.Figure;

/** The sandbox's passwords and keys, each drawn anew with it, looked for in all that Norn writes during a day and its rollback. */
final class Canaries implements FaultTrial {
    private static final int SHORTEST = 16;

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var secrets = secrets(stack);
        var found = new LinkedHashSet<String>();
        var seen = new ArrayList<String>();
        var id = "canaries-" + draw.first();
        stack.dayAndBack(
                id,
                checklist -> ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(line -> holds(line, secrets))
                        .forEach(line ->
                                found.add("a command line: " + line.substring(0, Math.min(40, line.length())))));
        for (var run : List.of(id, id + "/deployment-day", id + "/rollback")) {
            seen.add("history of " + run);
            if (holds(history(stack, run), secrets)) {
                found.add("the history of " + run);
            }
        }
        for (var folder : List.of(
                stack.home().logs(),
                stack.home().path().resolve("records"),
                stack.rehearsal().sandbox().description().root().resolve("channels"))) {
            for (var file : files(folder)) {
                seen.add(file.toString());
                if (holds(text(file), secrets)) {
                    found.add(file.toString());
                }
            }
        }
        draw.said("%d secrets, %d files and histories, found in %s".formatted(secrets.size(), seen.size(), found));
        return List.of(
                Figure.atLeast(3, "secrets looked for", secrets.size(), "", ""),
                Figure.atMost(
                        0,
                        "places where one was found",
                        found.size(),
                        "",
                        "%d histories, logs, records and notices, and every command line".formatted(seen.size())));
    }

    private static List<String> secrets(FaultStack stack) {
        var description = stack.rehearsal().sandbox().description();
        var secrets = new LinkedHashSet<String>();
        secrets.add(description.database().superuserPassword());
        secrets.add(description.database().ownerPassword());
        secrets.add(description.cache().password());
        for (var file : files(description.shared())) {
            for (var line : text(file).lines().toList()) {
                var parts = line.split("=", 2);
                if (parts.length == 2 && parts[0].matches(".*(KEY|PASSWORD|SECRET|TOKEN).*")) {
                    secrets.add(parts[1].strip());
                }
            }
        }
        return secrets.stream().filter(secret -> secret.length() >= SHORTEST).toList();
    }

    private static boolean holds(String text, List<String> secrets) {
        return secrets.stream().anyMatch(text::contains);
    }

    private static String history(FaultStack stack, String run) {
        var text = new StringBuilder();
        stack.connection()
                .client()
                .fetchHistory(run)
                .getEvents()
                .forEach(event -> text.append(event.toByteString().toString(StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    private static Set<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return new LinkedHashSet<>(files.filter(Files::isRegularFile).toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
