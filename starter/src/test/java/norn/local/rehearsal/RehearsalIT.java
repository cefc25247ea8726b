package norn.local.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import norn.action.Target;
import norn.action.Targets;
import norn.cli.rehearsal.BackgroundStack;
import norn.client.RequestFailed;
import norn.local.NornHome;
import norn.rehearsal.Fault;
import norn.rehearsal.Sandbox;
import norn.rehearsal.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is started for a rehearsal, and what is taken for another one. */
class RehearsalIT {
    private static final SandboxOptions SMALL = SandboxOptions.standard().withSizeGb(0.02);

    @TempDir
    private Path folder;

    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        Rehearsal.stopAll(home());
    }

    @Test
    void a_worker_that_dies_at_its_start_is_not_waited_for() throws Exception {
        var rehearsal = Rehearsal.start(home(), SMALL, Rehearsal.PACE, progress::add);
        try (var connection = rehearsal.connect()) {
            rehearsal.awaitWorker(connection); // the server remembers this one for minutes

            rehearsal.worker().kill();
            rehearsal.restartWorker();
            rehearsal.worker().kill();

            assertThatThrownBy(() -> rehearsal.awaitWorker(connection))
                    .isInstanceOf(RequestFailed.class)
                    .hasMessageContaining("ended while it started")
                    .hasMessageContaining("(it is empty)");
        }
    }

    @Test
    void a_sandbox_whose_release_is_broken_is_not_reused() {
        Rehearsal.start(home(), SMALL.with(Fault.BUILD), Rehearsal.PACE, progress::add)
                .stop();

        BackgroundStack.up(home(), false, progress::add);

        assertThat(Sandbox.open(home().sandbox()).description().options().fault())
                .isEqualTo(Fault.NONE);
        assertThat(progress)
                .contains(
                        "creating a new sandbox: in the old one v1.0.0 is broken on purpose (rehearse --break build)");
    }

    @Test
    void a_new_sandbox_has_no_rollback_target_of_an_old_one() {
        var records = home().path().resolve("records/rehearsal");
        new Targets(records)
                .record(new Target(
                        "earlier",
                        "2026-12-01T09:00:00Z",
                        "v0.9.0",
                        null,
                        null,
                        Target.fingerprint(Map.of()),
                        Map.of(),
                        null,
                        null));

        Rehearsal.start(home(), SMALL, Rehearsal.PACE, progress::add);

        assertThat(Target.read(records)).isEmpty();
    }

    @Test
    void a_sandbox_that_runs_is_left_as_it_is() {
        Rehearsal.start(home(), SMALL.with(Fault.BUILD), Rehearsal.PACE, progress::add);

        BackgroundStack.up(home(), false, progress::add);

        assertThat(Sandbox.open(home().sandbox()).description().options().fault())
                .isEqualTo(Fault.BUILD);
        assertThat(progress)
                .contains(
                        "note: in this sandbox v1.0.0 is broken on purpose (rehearse --break build). It is not replaced, because it is running. './norn up --fresh' replaces it.");
    }

    @Test
    void a_copied_home_and_a_linked_sandbox_leave_the_original_as_it_is(@TempDir Path elsewhere) throws Exception {
        var original = Rehearsal.start(home(), SMALL, Rehearsal.PACE, progress::add);
        var linked = new NornHome(Files.createDirectory(elsewhere.resolve("linked")));
        Files.createSymbolicLink(linked.sandbox(), home().sandbox());
        assertThat(OwnSandbox.of(home())).isPresent();
        assertThat(OwnSandbox.of(linked)).isEmpty();
        assertThat(Rehearsal.stopAll(linked)).isFalse();
        Files.delete(linked.sandbox());
        var copy = new NornHome(elsewhere.resolve("copy"));
        assertThat(new ProcessBuilder("cp", "-a", folder.toString(), copy.path().toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThatThrownBy(() -> RehearsalEnvironment.requireOwn(copy))
                .isInstanceOf(RequestFailed.class)
                .hasMessageContaining(folder.resolve("sandbox").toString());
        try {
            assertThat(Rehearsal.stopAll(copy)).isFalse();
            BackgroundStack.up(copy, false, progress::add);

            assertThat(progress)
                    .contains("creating a new sandbox: the one in %s is the copy of another home's"
                            .formatted(copy.path()));
            assertThat(Sandbox.open(copy.sandbox()).description().root()).isEqualTo(copy.sandbox());
            RehearsalEnvironment.requireOwn(copy);
            Rehearsal.renew(copy, SMALL, Rehearsal.PACE, progress::add);
        } finally {
            Rehearsal.stopAll(copy);
        }

        assertThat(original.server().process().isRunning()).isTrue();
        assertThat(original.worker().isRunning()).isTrue();
        var ledger = original.sandbox().compareLedger();
        assertThat(ledger.unreadable()).isEmpty();
        assertThat(ledger.lost()).isZero();
    }

    private NornHome home() {
        return new NornHome(folder);
    }
}
