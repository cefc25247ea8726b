package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.action.run.Actions;
import norn.plan.Problem;
import norn.report.Downtime;
import norn.runbook.PhaseName;
import norn.state.PhaseOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runbook may have any of the phases, may change nothing, and needs only the sections that its actions read. */
class SmallRunbooksTest {
    private static final String CHECKS = """
            runbook: checks
            title: Checks of what is running
            phases:
              deployment-day:
                title: The checks
                sections:
                  - id: checks
                    title: Checks
                    steps:
                      - {id: start-checks, title: Start?, purpose: begins-day, gate: {roles: [operator]}}
                      - {id: ask-service, title: Ask the service, at: T-10m, do: {probe: {probe: health}}}
                      - {id: report-checks, title: Report, purpose: reports, do: {write-report: {kind: final}}}
            """;

    private static final String PREPARATION = """
            runbook: preparation
            title: Preparation alone
            phases:
              pre-deployment:
                title: Preparation
                sections:
                  - id: reading
                    title: Reading
                    steps:
                      - {id: read, title: Read the guide, role: operator}
            """;

    private static final String ENVIRONMENT = """
            environment: small
            runbook: checks
            policy:
              people: {operator: [alice]}
            host:
              records: /var/lib/norn
              probes:
                named:
                  health: {kind: http, urls: ["http://127.0.0.1:8080/health"]}
            """;

    @TempDir
    private Path folder;

    private LoadedRunbook runbook(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("runbooks"));
        Files.writeString(folder.resolve("runbooks").resolve(name + ".yaml"), text);
        return new Catalog(folder, Actions.known()).runbook(name);
    }

    private EnvironmentFile environment(String text) throws IOException {
        Files.createDirectories(folder.resolve("environments"));
        Files.writeString(folder.resolve("environments/small.yaml"), text);
        return new Environments(List.of(folder)).environment("small");
    }

    private List<String> problems(String environment) throws IOException {
        var loaded = runbook("checks", CHECKS);
        var file = environment(environment);
        var request = new PlanMaker.Request("v1", null, List.of(), "00");
        var failure = catchThrowableOfType(
                InvalidRunbook.class, () -> PlanMaker.make(request, loaded, file, Actions.known()));
        return failure == null
                ? List.of()
                : failure.problems().stream().map(Problem::text).toList();
    }

    @Test
    void a_runbook_that_changes_nothing_runs_to_its_end_with_one_section() throws IOException {
        var deployment = new SimulatedDeployment(runbook("checks", CHECKS), Map.of());

        assertThat(problems(ENVIRONMENT)).isEmpty();
        assertThat(deployment.run(PhaseName.DEPLOYMENT_DAY, null)).isEqualTo(PhaseOutcome.completed());
        assertThat(deployment.order).containsExactly("ask-service", "report-checks");
        assertThat(Downtime.of(deployment.plan, deployment.journals)).isEmpty();
    }

    @Test
    void a_no_go_in_a_runbook_that_changes_nothing_stops_it() throws IOException {
        var deployment = new SimulatedDeployment(runbook("checks", CHECKS), Map.of()).noGoAt("start-checks");

        assertThat(deployment.run(PhaseName.DEPLOYMENT_DAY, null).kind()).isEqualTo(PhaseOutcome.Kind.STOPPED);
    }

    @Test
    void a_runbook_of_one_phase_runs_to_its_end() throws IOException {
        var deployment = new SimulatedDeployment(runbook("preparation", PREPARATION), Map.of());

        assertThat(deployment.run(PhaseName.PRE_DEPLOYMENT, null)).isEqualTo(PhaseOutcome.completed());
        assertThat(deployment.plan.runbook().has(PhaseName.DEPLOYMENT_DAY)).isFalse();
    }

    @Test
    void what_a_probe_itself_needs_is_demanded_too() throws IOException {
        assertThat(problems(ENVIRONMENT.replaceFirst("health: .*", "health: {kind: command, command: [bin/check]}")))
                .singleElement()
                .asString()
                .startsWith("small.yaml:5:1  host: has no section code, which the step ask-service uses.");
        assertThat(problems(ENVIRONMENT.replaceFirst("health: .*", "health: {kind: sql, statement: select 1}")))
                .singleElement()
                .asString()
                .startsWith("small.yaml:5:1  host: has no section database, which the step ask-service uses.");
    }

    @Test
    void an_action_that_changes_the_environment_is_marked_or_follows_one_that_is() throws IOException {
        var text = CHECKS.replace("do: {probe: {probe: health}}", "do: activate");

        var failure = catchThrowableOfType(InvalidRunbook.class, () -> runbook("checks", text));

        assertThat(failure.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "checks.yaml:11:70  phases.deployment-day.sections[0].steps[1].do: activate changes the"
                                + " environment, and neither this step nor one that it needs is marked so. Expected: changes:"
                                + " true.");
    }

    @Test
    void an_action_that_the_engine_knows_by_its_purpose_is_not_called_without_one() throws IOException {
        var text = CHECKS.replace(" purpose: reports,", "");

        var failure = catchThrowableOfType(InvalidRunbook.class, () -> runbook("checks", text));

        assertThat(failure.problems())
                .extracting(Problem::text)
                .containsExactly("checks.yaml:12:13  phases.deployment-day.sections[0].steps[2]: calls write-report and"
                        + " does not state its purpose. Expected: purpose: reports.");
    }

    @Test
    void a_time_after_go_live_needs_a_go_live() throws IOException {
        var text = CHECKS.replace("at: T-10m", "at: H+1");

        var failure = catchThrowableOfType(InvalidRunbook.class, () -> runbook("checks", text));

        assertThat(failure.problems())
                .extracting(Problem::what)
                .containsExactly("H+1 counts from go-live, and no step is marked goLive: true");
    }
}
