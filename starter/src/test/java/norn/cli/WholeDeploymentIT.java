package norn.cli;

import static norn.cli.RehearsalFixture.DEFAULT_ANSWERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import norn.cli.RehearsalFixture.Disturbance;
import norn.cli.RehearsalFixture.Outcome;
import norn.cli.terminal.ExitCode;
import norn.local.rehearsal.SimulatedAnswers.SimulatedChoice;
import norn.rehearsal.Fault;
import norn.report.Checklist;
import norn.state.StepState;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole deployments, each in a sandbox of its own: each fault, NO-GO before the first change, and a worker killed in each phase. */
class WholeDeploymentIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"START", "AGENTS", "AFTER_GO_LIVE"})
    void a_release_that_fails_after_the_first_change_is_taken_back(Fault fault) {
        run(fault, DEFAULT_ANSWERS, Disturbance.NONE).assertRolledBack();
    }

    @ParameterizedTest
    @CsvSource({"BUILD, shut-down", "MIGRATION, try-database"})
    void a_release_that_does_not_build_or_migrate_changes_nothing(Fault fault, String notDone) {
        var run = run(fault, DEFAULT_ANSWERS, Disturbance.NONE);

        assertThat(run.state(notDone)).isNotEqualTo(StepState.DONE);
        assertThat(run.ending().status()).isEqualTo("ABANDONED");
        assertThat(ExitCode.ofDeployment(run.ending())).isEqualTo(1);
        assertThat(run.ledger().lost()).isZero();
        assertThat(run.state("enable-maintenance")).isEqualTo(StepState.PENDING);
    }

    /** The one at go-live is tried with a server that is killed meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"start-day", "shut-down"})
    void a_no_go_before_the_first_change_abandons_the_deployment(String gate) {
        UnaryOperator<SimulatedChoice> noGo = choice -> choice.item().id().equals(gate) ? choice.with("NO_GO") : choice;

        var run = run(Fault.NONE, noGo, Disturbance.NONE);

        assertThat(run.ending().status()).isEqualTo("ABANDONED");
        assertThat(run.ledger().lost()).isZero();
        if (gate.equals("shut-down")) { // the players had been notified by then
            assertThat(run.state("cancel-maintenance")).isEqualTo(StepState.DONE);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_good_release_goes_live_and_keeps_every_write_though_its_worker_is_killed_in_each_phase(long seed) {
        var kills = new Kills(seed);

        var run = run(Fault.NONE, DEFAULT_ANSWERS, kills);

        assertThat(kills.done).containsOnlyKeys("pre-deployment", "deployment-day", "post-deployment");
        assertWentLive(run);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_worker_killed_in_each_phase_of_a_bad_release_keeps_nothing_from_coming_back(long seed) {
        var kills = new Kills(seed);

        var run = run(Fault.SMOKE_TEST, DEFAULT_ANSWERS, kills);

        assertThat(kills.done).containsOnlyKeys("pre-deployment", "deployment-day", "rollback");
        run.assertRolledBack();
    }

    /** One in the short run, more in the full one. */
    private static LongStream seeds() {
        return LongStream.rangeClosed(1, Boolean.getBoolean("norn.full") ? 4 : 1);
    }

    private static void assertWentLive(Outcome run) {
        assertThat(run.ending().status()).as(run.ending().reason()).isEqualTo("SUCCESSFUL");
        assertThat(run.ledger().lost()).isZero();
        assertThat(run.ledger().setAside()).isZero();
        assertThat(run.ledger().live()).isPositive();
        assertThat(run.last().steps())
                .filteredOn(step -> !step.phase().id().equals("rollback"))
                .allSatisfy(step -> assertThat(step.state()).isIn(StepState.DONE, StepState.NOT_NEEDED));
        assertThat(Path.of(run.ending().result().path("report").asText()))
                .content()
                .contains("SUCCESSFUL");
    }

    private Outcome run(Fault fault, UnaryOperator<SimulatedChoice> override, Disturbance disturbance) {
        try (var fixture = RehearsalFixture.open(folder, fault)) {
            return fixture.follow(fixture.deploy(), override, disturbance);
        }
    }

    /** One kill -9 of the worker in each phase, after a number of its steps that the seed says. */
    private static final class Kills implements Disturbance {
        private static final int MAX_STEPS = 15;

        private final Random random;
        private final Map<String, Integer> planned = new LinkedHashMap<>();
        private final Map<String, Integer> done = new LinkedHashMap<>();

        Kills(long seed) {
            random = new Random(seed);
        }

        @Override
        public void onChecklist(RehearsalFixture fixture, Checklist checklist) {
            var phase = checklist.phase();
            if (phase == null || done.containsKey(phase.id())) {
                return;
            }
            var after = planned.computeIfAbsent(phase.id(), name -> 1 + random.nextInt(MAX_STEPS));
            var ended = (int) checklist.steps().stream()
                    .filter(step -> step.phase() == phase && step.endedAt() != null)
                    .count();
            if (ended < after) {
                return;
            }
            done.put(phase.id(), ended);
            fixture.replaceWorker();
        }
    }
}
