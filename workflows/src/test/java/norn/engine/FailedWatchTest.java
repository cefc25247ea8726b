package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import norn.plan.Pace;
import norn.runbook.Step.OnFailure;
import norn.state.Event;
import norn.state.Event.Choice;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

class FailedWatchTest {
    private static EngineRun watching() {
        return EngineRun.live(TestRunbook.watch(
                StepBuilder.watch("watch", "24h").onFailure(OnFailure.CONTINUE),
                StepBuilder.watch("next", "24h").onFailure(OnFailure.CONTINUE).needs("watch")));
    }

    private static String firstPage(EngineRun run) {
        return run.of(Command.Page.class).findFirst().orElseThrow().text();
    }

    @Test
    void people_are_notified_of_a_step_that_the_phase_goes_on_without() {
        var run = EngineRun.live(
                TestRunbook.watch(StepBuilder.step("check").onFailure(OnFailure.CONTINUE), StepBuilder.step("other")));

        assertThat(run.fail("check").paged()).containsExactly("check");
        assertThat(firstPage(run)).isEqualTo("check failed: Broken: it broke. The deployment goes on without it");
        assertThat(run.waitingIds()).isEmpty();
    }

    @Test
    void a_watch_that_cannot_watch_pages_and_asks_and_the_next_one_does_not_begin() {
        var run = watching();
        run.fail("watch");

        assertThat(run.paged()).containsExactly("watch");
        assertThat(firstPage(run))
                .isEqualTo("watch failed: Broken: it broke. NOBODY WATCHES until it works again: it is tried again by"
                        + " itself, next at 2026-12-01T07:01:00Z");
        assertThat(run.waitingIds()).containsExactly("failure watch");
        assertThat(run.waiting().get(0).choices()).containsExactly("RETRY", "SKIP", "ROLL_BACK");
        assertThat(run.waiting().get(0).detail())
                .isEqualTo("Broken: it broke; nobody watches meanwhile; it is tried again by itself at"
                        + " 2026-12-01T07:01:00Z");
        assertThat(run.started()).isEmpty();
        assertThat(run.wakeUps()).containsExactly(Instant.parse("2026-12-01T07:01:00Z"));
    }

    @Test
    void it_is_tried_again_by_itself_as_the_same_attempt_with_growing_pauses_and_pages_once() {
        var run = watching();
        run.fail("watch");
        for (var minutes : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            run.advance(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThat(run.started()).isEmpty();
            run.advance(Duration.ofSeconds(1));
            assertThat(run.started()).containsExactly("watch");
            assertThat(run.attempt("watch")).isEqualTo(1);
            assertThat(run.waitingIds()).isEmpty();
            assertThat(run.fail("watch").paged()).isEmpty();
            assertThat(run.waitingIds()).containsExactly("failure watch");
        }
    }

    @Test
    void the_try_knows_how_late_it_is() {
        var run = watching();
        run.fail("watch").advance(Duration.ofMinutes(1));

        assertThat(run.of(Command.StartAction.class)
                        .findFirst()
                        .orElseThrow()
                        .action()
                        .options())
                .containsEntry("windowSeconds", 86400.0)
                .containsEntry("lateSeconds", 60.0);
    }

    @Test
    void a_failure_after_it_has_watched_for_a_while_pages_again() {
        var run = watching();
        run.fail("watch").advance(Duration.ofMinutes(1));
        run.now = run.now.plus(Duration.ofHours(2));

        assertThat(run.fail("watch").paged()).containsExactly("watch");
        assertThat(run.wakeUps()).containsExactly(run.now.plus(Duration.ofMinutes(1)));
    }

    @Test
    void a_person_begins_it_again_and_it_ends_when_it_was_planned_to_end() {
        var run = watching();
        run.now = run.now.plus(Duration.ofHours(4));
        run.fail("watch").accepted(EngineRun.resolve("watch", Choice.RETRY, "alice", null));

        assertThat(run.started()).containsExactly("watch");
        assertThat(run.attempt("watch")).isEqualTo(2);
        assertThat(run.of(Command.StartAction.class)
                        .findFirst()
                        .orElseThrow()
                        .action()
                        .options())
                .containsEntry("windowSeconds", 20 * 3600.0)
                .doesNotContainKey("lateSeconds");
    }

    @Test
    void a_last_try_is_made_when_its_window_is_over_and_then_the_next_watch_begins() {
        var run = watching();
        run.now = run.now.plus(Duration.ofHours(24)).minusSeconds(10);
        run.fail("watch").advance(Duration.ofSeconds(10));
        assertThat(run.started()).containsExactly("watch");

        run.fail("watch");
        assertThat(run.paged()).containsExactly("watch");
        assertThat(run.state("watch")).isEqualTo(StepState.FAILED);
        assertThat(run.waitingIds()).isEmpty();
        assertThat(run.started()).containsExactly("next");
    }

    @Test
    void a_person_may_go_on_without_it_and_says_why() {
        var run = watching();
        run.fail("watch").accepted(EngineRun.resolve("watch", Choice.SKIP, "alice", "the host is gone"));

        assertThat(run.started()).containsExactly("next");
    }

    @Test
    void a_pause_does_not_keep_it_from_being_tried_again() {
        var run = watching();
        run.fail("watch").record(new Event.Paused("alice", null));

        assertThat(run.advance(Duration.ofMinutes(1)).started()).containsExactly("watch");
    }

    @Test
    void at_the_fastest_pace_a_watch_that_fails_ends_with_its_window() {
        var run = EngineRun.live(
                TestRunbook.watch(StepBuilder.watch("watch", "24h").onFailure(OnFailure.CONTINUE))
                        .pace(Pace.ASAP));
        run.fail("watch").advance(Duration.ofSeconds(2));

        assertThat(run.started()).containsExactly("watch");
        assertThat(run.fail("watch").finished()).isTrue();
    }

    @Test
    void it_goes_on_as_if_nothing_had_been_once_it_works() {
        var run = watching();
        run.fail("watch").advance(Duration.ofMinutes(1));
        run.now = run.now.plus(Duration.ofHours(24));

        assertThat(run.succeed("watch", Map.of()).started()).containsExactly("next");
    }
}
