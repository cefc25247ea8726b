package norn.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import norn.bench.Figure;
import norn.report.Checklist;

/**
 * A volume full to its last byte from a step of the day on: that of the backups, the releases, the database, the services' logs or
 * Norn's records. It stays full through the rollback, but for the database's, which a person gives room once asked.
 */
final class FullVolumes implements FaultTrial {
    private static final long ROOM = 300_000_000;

    private static final List<String> STEPS = List.of(
            "announce-start",
            "check-out",
            "compile-server",
            "back-up-live",
            "enable-maintenance",
            "stop-game-servers",
            "copy-database",
            "migrate-database",
            "swap-database",
            "activate",
            "start-ai-service");

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var volumes = stack.onSmallVolumes(ROOM);
        var struck = 0;
        var notBack = 0;
        var unnamed = new LinkedHashSet<String>();
        var bad = new LinkedHashSet<String>();
        for (var seed : draw.all()) {
            var volume = volumes.get((int) Math.floorMod(seed, (long) volumes.size()));
            var striker = StepStriker.drawn(STEPS, 1, seed, volume::fill);
            var failures = new LinkedHashSet<String>();
            var end = stack.dayAndBack("no-room-" + seed, checklist -> {
                striker.accept(checklist);
                var asked = failures(checklist);
                failures.addAll(asked);
                if (!asked.isEmpty() && volume == stack.databaseVolume()) {
                    volume.free();
                }
            });
            volume.free();
            struck += striker.instants().size();
            notBack += end.isBack() || isAbandoned(stack, end) ? 0 : 1;
            failures.stream().filter(failure -> !namesVolume(failure)).forEach(unnamed::add);
            bad.addAll(unreadable(stack));
            draw.said("seed %d: %s full, %s, %s; failed: %s"
                    .formatted(seed, volume, striker, end.ending().status(), failures));
        }
        var how = "%d full volumes".formatted(struck);
        return List.of(
                Figure.atLeast(1, "volumes that were full", struck, "", ""),
                Figure.atMost(0, "days that did not end as before", notBack, "", how),
                Figure.atMost(0, "failures that do not name the volume", unnamed.size(), "", ""),
                Figure.atMost(0, "dumps that were accepted and cannot be read", bad.size(), "", "by pg_restore"));
    }

    /** Whether nothing was changed, and the old release serves. */
    private static boolean isAbandoned(FaultStack stack, DayEnd end) {
        return end.ending().status().equals("ABANDONED")
                && stack.servesOld()
                && end.ledger().lost() == 0;
    }

    /** What the steps that failed say, and what people are asked about them. */
    private static Set<String> failures(Checklist checklist) {
        var failures = new LinkedHashSet<String>();
        for (var item : checklist.waiting()) {
            if (item.kind().equals("failure")) {
                failures.add(item.id() + ": " + item.detail());
            }
        }
        return failures;
    }

    private static boolean namesVolume(String failure) {
        return failure.contains("volume") || failure.contains("No space left on device");
    }

    /** The dumps with a note that pg_restore cannot read to their end. */
    private static List<String> unreadable(FaultStack stack) {
        var description = stack.rehearsal().sandbox().description();
        var unreadable = new ArrayList<String>();
        try (var files = Files.walk(description.backups())) {
            for (var dump :
                    files.filter(file -> file.toString().endsWith(".dump")).toList()) {
                if (!isReadable(description.database().tools().resolve("pg_restore"), dump)) {
                    unreadable.add(dump.toString());
                }
            }
        } catch (IOException cannot) {
            throw new IllegalStateException("the backups cannot be listed", cannot);
        }
        return unreadable;
    }

    private static boolean isReadable(Path program, Path dump) throws IOException {
        var process = new ProcessBuilder(program.toString(), "--file=/dev/null", dump.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
