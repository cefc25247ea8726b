package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.action.run.Actions;
import norn.plan.Problem;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second built-in runbook: quite another installation, with no word of the first. */
class WebServiceRunbookTest {
    private static final LoadedRunbook LOADED = new Catalog(null, Actions.known()).builtIn("web-service");
    private static final Runbook RUNBOOK = LOADED.runbook();
    private static final Path ENVIRONMENT = Path.of("../docs/examples/web-service.yaml");

    @TempDir
    private Path folder;

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

    @Test
    void the_environment_of_the_documentation_has_what_it_needs() throws IOException {
        assertThat(problems(Files.readString(ENVIRONMENT))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "configuration", "services", "database", "probes", "watch"})
    void each_section_of_that_environment_is_needed(String section) throws IOException {
        var without =
                Files.readString(ENVIRONMENT).replaceFirst("(?m)^  %s:\\R(    .*\\R|\\R)*".formatted(section), "");

        assertThat(problems(without)).anyMatch(problem -> problem.contains("host: has no section " + section));
    }

    private List<String> problems(String environment) throws IOException {
        var file = Files.writeString(folder.resolve("shop.yaml"), environment);
        var request = new PlanMaker.Request("v2.4.0", "v2.3.0", List.of(), "00");
        var failure = catchThrowableOfType(
                InvalidRunbook.class,
                () -> PlanMaker.make(request, LOADED, Environments.read("shop", file), Actions.known()));
        return failure == null
                ? List.of()
                : failure.problems().stream().map(Problem::text).toList();
    }

    private static List<Step> steps() {
        return RUNBOOK.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .toList();
    }
}
