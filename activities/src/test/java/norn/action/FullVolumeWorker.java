package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.action.run.ActionRunner;
import norn.plan.OrderContext;
import norn.plan.RollbackScope;
import norn.state.Evidence;

/** A worker whose volume of records is full, or cannot be written: {@code ROOT HOOK full|read-only}. It says what came of each step. */
public final class FullVolumeWorker {
    private FullVolumeWorker() {}

    public static void main(String[] words) throws Exception {
        var root = Path.of(words[0]);
        var records = root.resolve("records");
        var harness = SmallEnvironment.harness(root, FreePort.next(), words[1]);
        new Fence(records).acquire("the day");
        var target = new Target(
                "the-day",
                "2026-12-01T09:00:00Z",
                "v0.9.0",
                null,
                null,
                Target.fingerprint(Map.of()),
                Map.of(),
                "v1.0.0",
                null);
        new Targets(records).record(target);
        new Targets(records).beginChange(target.deployment());
        leaveAKilledTry(records);
        spoil(words[2], root);

        var number = new Fence(records).acquire("the rollback");
        System.out.printf(
                "fence %d, saved as %s%n",
                new Fence(records).highest(),
                Files.readString(records.resolve("fence")).strip());
        new ActionRunner(harness.host(), Clock.systemUTC()).requireNobodyActing(Duration.ofSeconds(1));
        harness.fence(number);
        var acting = NamedAction.changing(
                        "act", "Acts.", (order, attempt) -> attempt.evidence().done("acted"))
                .holding((order, host) -> Holding.of(List.of("code")));
        say("act", harness.run(acting, harness.order("act")), root);
        say("announce", harness.run("announce", "audience", "stakeholders", "message", "operational"), root);
        var scope = OrderContext.none().with(RollbackScope.orderedByPerson());
        say("enable-maintenance", harness.runIn(scope, "enable-maintenance"), root);
        say("disable-maintenance", harness.runIn(scope, "disable-maintenance"), root);
        System.out.println("rolled back: " + recorded(new Targets(records), target));
    }

    /** Its worker was killed in the middle of a command, before the volume was lost. */
    private static void leaveAKilledTry(Path records) throws IOException {
        var step = Files.createDirectories(records.resolve("the-day/activate"));
        Files.writeString(step.resolve(".make.process"), Long.MAX_VALUE + " 1\n");
        Files.writeString(Files.createDirectories(records.resolve("locks")).resolve("code.holder"), """
            {"deployment": "the-day", "step": "activate", "attempt": 1, "tryNumber": 1, "process": 1, "since": "today"}
            """);
    }

    private static String recorded(Targets targets, Target target) {
        try {
            targets.rolledBack(target, "the rollback", "2026-12-01T10:00:00Z", false);
            return "recorded " + targets.isRolledBack(target.deployment());
        } catch (UncheckedIOException unwritable) {
            return "not recorded";
        }
    }

    /** On a full volume also the servers' file lies; one that cannot be written has the records alone. */
    private static void spoil(String volume, Path root) throws IOException, InterruptedException {
        var records = root.resolve("records");
        var maintenance = root.resolve("maintenance.txt");
        if (volume.equals("full")) {
            Files.writeString(records.resolve("maintenance.txt"), "closed: no\n");
            Files.createSymbolicLink(maintenance, records.resolve("maintenance.txt"));
            fill(records.resolve("filler"));
            return;
        }
        Files.writeString(maintenance, "closed: no\n");
        var remounted = new ProcessBuilder("mount", "-o", "remount,ro", records.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (remounted != 0) {
            throw new IllegalStateException("the volume can still be written");
        }
    }

    private static void fill(Path file) throws IOException {
        try (var filler = Files.newOutputStream(file)) {
            for (var written = 0; written < 1 << 20; written += 512) {
                filler.write(new byte[512]);
            }
        } catch (IOException full) {
            return;
        }
        throw new IllegalStateException("the volume is not full");
    }

    private static void say(String action, Evidence evidence, Path root) throws IOException {
        var settings = root.resolve("maintenance.txt");
        var closed = action.contains("maintenance")
                ? ", " + Files.readString(settings).strip().replace(": ", "=")
                : "";
        System.out.printf("%s: %s%s%n", action, evidence.summary(), closed);
    }
}
