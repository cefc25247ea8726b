package norn.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import norn.action.ActionHarness;
import norn.action.Heartbeats;
import norn.action.KillTimes;
import norn.action.KilledJvm;
import norn.action.run.ActionRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What removes old releases is killed at instants that a seed draws: what is needed is whole each time, and no rest stays. */
class KilledRetentionTest {
    private static final int FILES = 150;
    private static final Instant START = Instant.parse("2026-11-01T09:00:00Z");
    private static final long SEED = Long.getLong("norn.seed", 14);

    @TempDir
    Path home;

    @Test
    void killed_at_any_instant_it_takes_nothing_that_is_needed_and_the_next_one_removes_the_rest() throws Exception {
        for (var i = 3; i <= 6; i++) {
            release("v0." + i, START.plus(Duration.ofDays(i)));
        }
        fixture().activate("v0.4");
        var harness = harness(home);
        harness.run("fingerprint", "record", true);
        harness.run("enable-maintenance");
        fixture().activate("v0.5");
        harness.run("disable-maintenance");
        var random = new Random(SEED);
        var killed = 0;
        var rests = 0;

        var instants = KillTimes.within(Duration.ofMillis(15), random);
        for (var kill = 0; kill < instants.size(); kill++) {
            release("v0.0.%da".formatted(kill), START.plus(Duration.ofMinutes(2L * kill)));
            release("v0.0.%db".formatted(kill), START.plus(Duration.ofMinutes(2L * kill + 1)));

            killed += KilledJvm.run(
                            home,
                            KilledWorker.class,
                            home.toString(),
                            instants.get(kill).toString())
                    ? 1
                    : 0;

            assertThat(shown()).as("seed %d, kill %d", SEED, kill).contains("v0.3", "v0.4", "v0.5", "v0.6");
            rests += all().size() - shown().size();
            for (var name : shown()) {
                assertThat(files(name))
                        .as("%s, seed %d, kill %d", name, SEED, kill)
                        .isEqualTo(FILES);
            }
        }

        assertThat(killed).as("killed before it was done").isGreaterThan(instants.size() / 4);
        assertThat(rests).as("killed while it removed").isPositive();
        harness.run("expire-retained");
        assertThat(all()).containsExactly("v0.3", "v0.4", "v0.5", "v0.6");
    }

    /** Removes what is old, and ends at that instant. */
    static final class KilledWorker {
        private KilledWorker() {}

        public static void main(String[] arguments) {
            var harness = harness(Path.of(arguments[0]));
            new ActionRunner(harness.host(), Clock.systemUTC())
                    .run("expire-retained", harness.order("expire-retained"), new Heartbeats() {
                        @Override
                        public void heartbeat(String progress) {
                            if (progress.startsWith("removing")) {
                                KilledJvm.endAfter(Duration.parse(arguments[1]));
                            }
                        }

                        @Override
                        public int tryNumber() {
                            return 1;
                        }
                    });
        }
    }

    private static ActionHarness harness(Path home) {
        return new RetentionFixture(home).harness(1).deployment("fifth").release("v0.5");
    }

    /** A release as it is checked out: it appears whole. */
    private void release(String name, Instant at) throws Exception {
        var directory = fixture().release(name);
        if (Files.exists(directory)) {
            return;
        }
        Files.createDirectories(directory);
        for (var file = 0; file < FILES; file++) {
            Files.writeString(directory.resolve("file-" + file), name);
        }
        fixture().stamp(name, at);
    }

    private RetentionFixture fixture() {
        return new RetentionFixture(home);
    }

    private long files(String release) throws Exception {
        try (var files = Files.newDirectoryStream(home.resolve("releases").resolve(release), "file-*")) {
            var count = 0L;
            for (var file : files) {
                count += Files.isRegularFile(file) ? 1 : 0;
            }
            return count;
        }
    }

    private List<String> shown() throws Exception {
        return all().stream().filter(name -> !name.startsWith(".")).toList();
    }

    private List<String> all() throws Exception {
        var names = new ArrayList<String>();
        try (var found = Files.newDirectoryStream(home.resolve("releases"))) {
            found.forEach(path -> names.add(String.valueOf(path.getFileName())));
        }
        names.sort(null);
        return names;
    }
}
