package norn.action.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import norn.action.ActionHarness;
import norn.action.FailPoint;
import norn.action.Fence;
import norn.action.Heartbeats;
import norn.action.Holding;
import norn.action.KillTimes;
import norn.action.KilledJvm;
import norn.action.NamedAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever holds a part of the environment is killed at instants that a seed draws: the next one has it at once. */
class KilledOwnerTest {
    private static final long SEED = Long.getLong("norn.seed", 14);

    @TempDir
    Path records;

    @Test
    void a_killed_owner_keeps_nobody_waiting_and_leaves_no_name_behind() throws Exception {
        var random = new Random(SEED);
        var killed = 0;
        var fence = new Fence(records);
        var instants = KillTimes.within(Duration.ofMillis(40), random);
        for (var kill = 1; kill <= instants.size(); kill++) {
            killed += KilledJvm.run(
                            records,
                            Owner.class,
                            records.toString(),
                            Integer.toString(2 * kill),
                            instants.get(kill - 1).toString())
                    ? 1
                    : 0;
            var held = fence.highest();

            var begun = System.nanoTime();
            act(records, 2 * kill + 1);

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("seed %d, kill %d: it waits for nobody", SEED, kill)
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(fence.acquire("next")).as("seed %d, kill %d", SEED, kill).isEqualTo(held + 1);
        }

        assertThat(killed).as("killed before it was done").isGreaterThan(instants.size() / 4);
        assertThat(names(records.resolve("locks"))).containsExactly("activate.lock", "environment.lock", "tries.lock");
        assertThat(names(records.resolve("rehearsal-v1.0.0-20261201-0900/activate")))
                .containsExactly(".wanted", "acts");
        assertThat(Files.readAllLines(records.resolve("rehearsal-v1.0.0-20261201-0900/activate/acts")))
                .as("begun and ended by each that was not killed, one after the other")
                .satisfies(KilledOwnerTest::nobodyActsBesideAnother);
    }

    private static void nobodyActsBesideAnother(List<? extends String> lines) {
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("end ")) {
                assertThat(lines.get(i - 1)).isEqualTo("begin " + lines.get(i).substring(4));
            }
        }
    }

    /** Takes the fence and its part, acts a while, and ends at that instant. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) {
            var records = Path.of(arguments[0]);
            KilledJvm.endAfter(Duration.parse(arguments[2]));
            new Fence(records).acquire("owner");
            for (var i = 0; i < 50; i++) {
                act(records, Integer.parseInt(arguments[1]));
            }
        }
    }

    private static void act(Path records, int tryNumber) {
        var action = NamedAction.changing("act", "Acts.", (order, attempt) -> {
                    note(attempt.stepFolder(), "begin " + attempt.tryNumber());
                    attempt.checkFence();
                    note(attempt.stepFolder(), "end " + attempt.tryNumber());
                    return attempt.evidence().done("acted");
                })
                .holding((order, host) -> Holding.of(List.of("activate")));
        var harness = new ActionHarness(records).fence(new Fence(records).highest());
        new ActionRunner(harness.host(), Clock.systemUTC(), Map.of("act", action), FailPoint.NONE)
                .run("act", harness.retry("activate", 1), new Heartbeats() {
                    @Override
                    public void heartbeat(String progress) {}

                    @Override
                    public int tryNumber() {
                        return tryNumber;
                    }

                    @Override
                    public Instant orderedAt() {
                        return Instant.parse("2026-12-01T09:00:00Z");
                    }
                });
    }

    private static void note(Path folder, String line) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("acts"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> names(Path folder) throws Exception {
        var names = new ArrayList<String>();
        try (var found = Files.newDirectoryStream(folder)) {
            found.forEach(path -> names.add(String.valueOf(path.getFileName())));
        }
        names.sort(null);
        return names;
    }
}
