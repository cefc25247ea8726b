package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.function.UnaryOperator;
import norn.cli.follow.Answers;
import norn.cli.follow.Ending;
import norn.cli.follow.Follower;
import norn.cli.follow.MadeUpAnswers;
import norn.cli.follow.MadeUpAnswers.Choice;
import norn.cli.follow.View;
import norn.cli.local.Home;
import norn.cli.rehearsal.Rehearsal;
import norn.journal.Checklist;
import norn.rehearsal.Fault;
import norn.rehearsal.LedgerComparison;
import norn.rehearsal.WorldOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole deployments: the real Temporal server, the built-in runbook, the practice world with its players. */
class WholeDeploymentIT {
    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        Rehearsal.stopAll(new Home(folder));
    }

    @Test
    void a_good_release_goes_live_and_keeps_every_write() {
        var run = run(Fault.NONE, UnaryOperator.identity(), Disturbance.NONE);

        assertThat(run.ending.status()).isEqualTo("SUCCESSFUL");
        assertThat(run.ledger.lost()).isZero();
        assertThat(run.ledger.setAside()).isZero();
        assertThat(run.ledger.kept()).isPositive();
        assertThat(run.last.steps())
                .filteredOn(step -> !step.phase().id().equals("rollback"))
                .allSatisfy(step -> assertThat(step.state()).isIn(Checklist.State.DONE, Checklist.State.NOT_NEEDED));
        assertThat(Path.of(run.ending.result().path("report").asText()))
                .content()
                .contains("SUCCESSFUL");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"MIGRATION", "START", "SMOKE_TEST", "AGENTS", "AFTER_GO_LIVE"})
    void a_release_that_fails_after_the_first_change_is_taken_back(Fault fault) {
        var run = run(fault, UnaryOperator.identity(), Disturbance.NONE);

        assertTakenBack(run);
    }

    @Test
    void a_release_that_does_not_build_changes_nothing() {
        var run = run(Fault.BUILD, UnaryOperator.identity(), Disturbance.NONE);

        assertThat(run.ending.status()).isEqualTo("ABANDONED");
        assertThat(run.ending.exitCode(false)).isEqualTo(1);
        assertThat(run.ledger.lost()).isZero();
        assertThat(state(run, "close-door")).isEqualTo(Checklist.State.PENDING);
    }

    @ParameterizedTest
    @CsvSource({"start-day, ABANDONED", "shut-down, ABANDONED", "go-live, ROLLED_BACK"})
    void a_no_go_does_what_the_place_asks_for(String gate, String status) {
        UnaryOperator<Choice> noGo = choice -> choice.item().id().equals(gate) ? choice.with("NO_GO") : choice;

        var run = run(Fault.NONE, noGo, Disturbance.NONE);

        assertThat(run.ending.status()).isEqualTo(status);
        if (status.equals("ROLLED_BACK")) assertTakenBack(run);
        else assertThat(run.ledger.lost()).isZero();
    }

    @Test
    void a_worker_killed_in_every_phase_loses_nothing() {
        var phases = new HashSet<String>();
        Disturbance kills = (rehearsal, checklist) -> {
            var phase = checklist.phase();
            var half = checklist.steps().stream()
                            .filter(step -> step.phase() == phase && step.endedAt() != null)
                            .count()
                    > 5;
            if (phase == null || !half || !phases.add(phase.id())) return;
            rehearsal.worker().kill();
            rehearsal.restartWorker();
        };

        var run = run(Fault.SMOKE_TEST, UnaryOperator.identity(), kills);

        assertThat(phases).contains("pre-deployment", "deployment-day", "rollback");
        assertTakenBack(run);
    }

    private static void assertTakenBack(Run run) {
        assertThat(run.ending.status()).as(run.ending.reason()).isEqualTo("ROLLED_BACK");
        assertThat(run.ending.exitCode(false)).isEqualTo(2);
        JsonNode result = run.ending.result();
        assertThat(result.path("fingerprintAfter").asText())
                .isNotEmpty()
                .isEqualTo(result.path("fingerprintBefore").asText());
        assertThat(run.ledger.lost()).isZero();
        assertThat(run.ledger.kept()).isPositive();
    }

    private static Checklist.State state(Run run, String step) {
        return run.last.steps().stream()
                .filter(line -> line.id().equals(step))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private Run run(Fault fault, UnaryOperator<Choice> otherwise, Disturbance disturbance) {
        var options = WorldOptions.standard().withSizeGb(0.02).with(fault);
        var rehearsal = Rehearsal.start(new Home(folder), options, Rehearsal.PACE, line -> {});
        try (var connection = rehearsal.connect()) {
            var id = rehearsal.deploy(connection);
            Answers usual = new MadeUpAnswers(connection, id, otherwise);
            Answers disturbed = checklist -> {
                disturbance.look(rehearsal, checklist);
                return usual.answer(checklist);
            };
            var follower = new Follower(connection, id, View.none(), disturbed);
            var ending = follower.follow();
            return new Run(
                    ending,
                    java.util.Objects.requireNonNull(follower.last()),
                    rehearsal.world().compareLedger());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** How a deployment went. */
    private record Run(Ending ending, Checklist last, LedgerComparison ledger) {}

    /** What happens to a deployment from outside. */
    private interface Disturbance {
        Disturbance NONE = (rehearsal, checklist) -> {};

        void look(Rehearsal rehearsal, Checklist checklist);
    }
}
