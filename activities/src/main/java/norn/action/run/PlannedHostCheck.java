package norn.action.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.environment.Host;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import norn.plan.Order;

/**
 * Each host acts with the settings that the plan was made with. Where the present ones differ, it does not act: the step asks,
 * showing the difference, and a RETRY accepts it, on record. Rollback, pages and the week's watch use the present ones, and say so.
 */
final class PlannedHostCheck {
    private final Host host;
    private final Clock clock;

    PlannedHostCheck(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    /** What has changed since the plan was made, where the order goes by the present settings; empty: nothing. */
    Optional<String> check(Order order) {
        saveCurrent();
        requirePlanned(order);
        return Optional.ofNullable(order.plannedHash())
                .filter(planned -> !planned.equals(host.sha256()))
                .map(this::difference);
    }

    private void requirePlanned(Order order) {
        var planned = order.hostHash();
        var present = host.sha256();
        if (planned == null || planned.equals(present)) {
            return;
        }
        var folder =
                RecordFolders.deployment(host.records(), order.deployment()).resolve("host");
        if (Files.exists(folder.resolve(present + ".accepted"))) {
            return;
        }
        var asked = folder.resolve(
                "%s.asked-%s-%d".formatted(present, RecordFolders.name(order.step()), order.attempt() - 1));
        if (order.attempt() > 1 && Files.exists(asked)) {
            AtomicFiles.write(
                    folder.resolve(present + ".accepted"),
                    "by RETRY of %s, attempt %d, at %s%n".formatted(order.step(), order.attempt(), clock.instant()));
            return;
        }
        AtomicFiles.write(
                folder.resolve("%s.asked-%s-%d".formatted(present, RecordFolders.name(order.step()), order.attempt())),
                "");
        throw new ActionFailed(
                "HostChanged",
                "the environment file of %s on this host is not what the plan was made with: %s"
                        .formatted(host.environment(), difference(planned)),
                "RETRY accepts it, on record; else put the file back first.",
                false);
    }

    /** Saves the present settings, masked, so that a later difference can be shown. */
    private void saveCurrent() {
        var file = savedFile(host.sha256());
        if (!Files.exists(file)) {
            try {
                AtomicFiles.write(file, host.redact(host.text()));
            } catch (UncheckedIOException full) {
                return; // a later difference is shown by its hashes alone
            }
        }
    }

    private Path savedFile(String sha256) {
        return host.records().resolve("host").resolve(sha256 + ".txt");
    }

    private String difference(String planned) {
        if (!planned.matches("[0-9a-f]{64}") || !Files.exists(savedFile(planned))) {
            return "planned %s, now %s".formatted(planned, host.sha256());
        }
        var lines = new ArrayList<String>();
        var before = lines(savedFile(planned));
        var now = lines(savedFile(host.sha256()));
        for (var line : before) {
            if (!now.contains(line)) {
                lines.add("- " + line.strip());
            }
        }
        for (var line : now) {
            if (!before.contains(line)) {
                lines.add("+ " + line.strip());
            }
        }
        return lines.isEmpty()
                ? "the order of its lines"
                : String.join("; ", lines.size() > 12 ? lines.subList(0, 12) : lines);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
