package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import norn.action.run.Actions;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import org.junit.jupiter.api.Test;

/** The second built-in runbook: quite another installation, with no word of the first. */
class WebServiceRunbookTest {
    private static final Runbook RUNBOOK =
            new Catalog(null, Actions.known()).builtIn("web-service").runbook();

    @Test
    void it_uses_no_capability_of_a_game_and_no_cache() {
        var actions = steps().stream()
                .map(Step::work)
                .filter(Work.Action.class::isInstance)
                .map(work -> ((Work.Action) work).name())
                .toList();

        assertThat(actions)
                .isNotEmpty()
                .doesNotContain(
                        "enable-maintenance",
                        "disable-maintenance",
                        "drain-sessions",
                        "count-sessions",
                        "probe-cache",
                        "announce");
    }

    @Test
    void people_decide_at_these_gates() {
        assertThat(steps())
                .filteredOn(step -> step.work() instanceof Work.Gate)
                .extracting(Step::id)
                .containsExactly("approve", "start-day", "go-live", "first-day-good", "set-data-aside");
    }

    @Test
    void every_built_in_runbook_is_found_by_its_name() {
        var catalog = new Catalog(null, Actions.known());

        assertThat(Catalog.BUILT_IN)
                .allSatisfy(name ->
                        assertThat(catalog.runbook(name).runbook().name()).isEqualTo(name));
        assertThat(Catalog.builtInFiles("web-service"))
                .containsOnlyKeys(
                        "runbook.yaml",
                        "pre-deployment.yaml",
                        "deployment-day.yaml",
                        "post-deployment.yaml",
                        "rollback.yaml");
    }

    private static List<Step> steps() {
        return RUNBOOK.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .toList();
    }
}
