package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import norn.action.run.Actions;
import norn.plan.Plan;
import norn.plan.Problem;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.PhaseOutcome;
import norn.yaml.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Installations that lack a part: whatever is excluded, nothing that changes production starts before its gates. */
class ExclusionsTest {
    private static final int RANDOM_SUBSETS = 60;
    private static final List<String> COMPONENTS =
            List.of("dashboard", "game-servers", "ai-service", "cache", "postgresql");
    private static final PlanMaker.Request REQUEST = new PlanMaker.Request("v1.0.0", "v0.9.0", List.of(), "00");
    /** What the built-in runbook reads of an environment file. */
    private static final List<String> PROBES = List.of(
            "ai-health",
            "dashboard-health",
            "smoke",
            "agents",
            "bridge",
            "websocket",
            "dashboard-modules",
            "story",
            "player-flow",
            "player-records",
            "logs",
            "metrics",
            "prometheus",
            "grafana",
            "alert-rules",
            "content",
            "circuit-breakers",
            "story-arcs",
            "economy");

    @TempDir
    private Path folder;

    private static LoadedRunbook runbook(String name) {
        return new Catalog(null, Actions.known()).builtIn(name);
    }

    /** The plan for an environment that excludes those steps and components. */
    private Plan plan(LoadedRunbook loaded, Map<String, String> steps, List<String> components) {
        return PlanMaker.make(REQUEST, loaded, environment(excluded(steps, components)), Actions.known());
    }

    private static String excluded(Map<String, String> steps, List<String> components) {
        var lines = new StringBuilder();
        steps.forEach((step, reason) -> lines.append("    %s: %s\n".formatted(step, reason)));
        if (!components.isEmpty()) {
            lines.append("    components: {%s}\n"
                    .formatted(components.stream()
                            .map(component -> component + ": not installed")
                            .collect(Collectors.joining(", "))));
        }
        return lines.isEmpty() ? "" : "  excluded:\n" + lines;
    }

    private EnvironmentFile environment(String excluded) {
        var text = """
            environment: production
            policy:
              anyone: true
              pace: 30000
            %shost:
              channels: {audiences: {players: [], stakeholders: [], status-page: [], pager: []}}
              configuration: {}
              database: {}
              cache: {}
              sessions: {}
              requirements: {}
              watch: {}
              code: {builds: {web: {}, ai-service: {}, game-servers: {}, dashboard: {}}}
              services: {components: {web: {}, ai-service: {}, game-servers: {}, dashboard: {}, postgresql: {}, cache: {}}}
              probes: {named: {%s}}
            """.formatted(
                        excluded, PROBES.stream().map(probe -> probe + ": {}").collect(Collectors.joining(", ")));
        try {
            Files.createDirectories(folder.resolve("environments"));
            Files.writeString(folder.resolve("environments/production.yaml"), text);
        } catch (IOException full) {
            throw new AssertionError(full);
        }
        return new Environments(List.of(folder)).environment("production");
    }

    /** The gates that must have been answered before a step may begin, where what is excluded holds nothing up. */
    private static Set<String> gates(Step step, Phase phase, Set<String> excluded) {
        var gates = new HashSet<String>();
        for (var before : before(step, phase, excluded)) {
            if (before.work() instanceof Work.Gate) {
                gates.add(before.id());
            }
        }
        return gates;
    }

    private static Set<Step> before(Step step, Phase phase, Set<String> excluded) {
        var before = new HashSet<Step>();
        var open = new ArrayList<>(step.needs());
        while (!open.isEmpty()) {
            var next = phase.step(open.remove(0)).orElseThrow();
            if (!excluded.contains(next.id()) && before.add(next)) {
                open.addAll(next.needs());
            }
        }
        return before;
    }

    private static void check(Runbook whole, Plan plan) {
        var excluded = plan.policy().excluded().keySet();
        var described = "excluded: " + excluded;
        for (var phase : plan.runbook().phases()) {
            for (var step : phase.steps()) {
                if (excluded.contains(step.id())) {
                    continue;
                }
                var original = whole.phase(phase.name());
                assertThat(gates(step, phase, excluded))
                        .as("gates before %s, %s", step.id(), described)
                        .isEqualTo(gates(original.step(step.id()).orElseThrow(), original, Set.of()));
                if (changesEnvironment(step)) {
                    assertThat(step.changes()
                                    || before(step, phase, excluded).stream().anyMatch(Step::changes))
                            .as("%s is a change or follows one, %s", step.id(), described)
                            .isTrue();
                }
            }
        }
        assertThat(plan.runbook().phase(PhaseName.DEPLOYMENT_DAY).steps())
                .as("go-live, " + described)
                .filteredOn(step -> step.goLive() && !excluded.contains(step.id()))
                .hasSize(1);
    }

    private static boolean changesEnvironment(Step step) {
        return step.work() instanceof Work.Action work
                && Actions.known().get(work.name()).changesEnvironment();
    }

    @Test
    void every_set_of_missing_components_keeps_the_gates_and_the_marks() {
        var loaded = runbook(Catalog.DEFAULT);
        for (var set = 0; set < 1 << COMPONENTS.size(); set++) {
            var bits = set;
            var missing = IntStream.range(0, COMPONENTS.size())
                    .filter(i -> (bits >> i & 1) == 1)
                    .mapToObj(COMPONENTS::get)
                    .toList();

            check(loaded.runbook(), plan(loaded, Map.of(), missing));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ragnarok-ai-world", "web-service"})
    void random_sets_of_excluded_steps_keep_the_gates_and_the_marks(String name) {
        var loaded = runbook(name);
        var random = new Random(16);
        var all = loaded.runbook().phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .toList();
        var deciders = all.stream()
                .filter(step -> step.when() != null)
                .map(step -> step.when().step())
                .toList();
        for (var round = 0; round < RANDOM_SUBSETS; round++) {
            var share = random.nextDouble();
            var excluded = new TreeMap<String, String>();
            for (var step : all) {
                if (!(step.work() instanceof Work.Gate)
                        && !step.goLive()
                        && !deciders.contains(step.id())
                        && random.nextDouble() < share) {
                    excluded.put(step.id(), "not here");
                }
            }

            check(loaded.runbook(), plan(loaded, excluded, List.of()));
        }
    }

    @Test
    void without_dashboard_and_game_servers_a_no_go_leaves_production_alone() {
        var plan = plan(runbook(Catalog.DEFAULT), Map.of(), List.of("dashboard", "game-servers"));
        var deployment = new SimulatedDeployment(plan).noGoAt("start-day");

        var outcome = deployment.run(PhaseName.DEPLOYMENT_DAY, null);

        assertThat(outcome.kind()).isEqualTo(PhaseOutcome.Kind.STOPPED);
        assertThat(deployment.isChanged()).isFalse();
        assertThat(deployment.order)
                .noneMatch(id -> plan.runbook()
                        .phase(PhaseName.DEPLOYMENT_DAY)
                        .step(id)
                        .filter(ExclusionsTest::changesEnvironment)
                        .isPresent());
    }

    @Test
    void without_dashboard_and_game_servers_a_failed_day_is_rolled_back_and_proven_in_order() {
        var plan = plan(runbook(Catalog.DEFAULT), Map.of(), List.of("dashboard", "game-servers"));
        var deployment = new SimulatedDeployment(plan)
                .values("survey-environment", Map.of("changed", true, "database", true, "code", true))
                .noGoAt("go-live");

        var outcome = deployment.run(PhaseName.DEPLOYMENT_DAY, null);
        var day = List.copyOf(deployment.order);
        deployment.order.clear();
        deployment.run(PhaseName.ROLLBACK, outcome);

        assertThat(deployment.isChanged()).isTrue();
        assertThat(day).contains("stop-ai-service", "start-ai-service").doesNotContain("stop-dashboard");
        assertThat(deployment.order)
                .containsSubsequence(
                        "survey-environment", "stop-ai-service-again", "start-ai-service-again", "verify-fingerprint");
    }

    @Test
    void options_that_name_components_drop_the_excluded_ones() {
        var plan = plan(runbook(Catalog.DEFAULT), Map.of(), List.of("dashboard"));

        assertThat(plan.runbook().phase(PhaseName.DEPLOYMENT_DAY).steps().stream()
                        .filter(step -> step.work() instanceof Work.Action work
                                && work.name().equals("verify-stopped"))
                        .map(step -> ((Work.Action) step.work()).options()))
                .containsExactly(Map.of("services", List.of("game-servers", "ai-service")));
        assertThat(plan.policy().excluded())
                .containsEntry("build-dashboard", "dashboard: not installed")
                .containsEntry("start-dashboard-again", "dashboard: not installed");
    }

    @Test
    void an_unknown_component_and_a_missing_reason_are_reported_at_their_place() {
        assertThat(problems("  excluded: {components: {dashbord: not installed}}\n"))
                .singleElement()
                .asString()
                .startsWith("production.yaml:5:27  policy.excluded.components.dashbord: unknown component. Known: ")
                .endsWith("Did you mean dashboard?");
        assertThat(catchThrowableOfType(
                                InvalidConfiguration.class,
                                () -> environment("  excluded: {components: {dashboard: \"\"}}\n"))
                        .problems())
                .extracting(Problem::text)
                .containsExactly(
                        "production.yaml:5:38  policy.excluded.components.dashboard: has no reason. Say why: the"
                                + " report repeats it.");
    }

    @Test
    void what_an_environment_excludes_covers_nothing_and_asks_nobody() {
        var loaded = runbook(Catalog.DEFAULT);
        var environment = environment(excluded(Map.of("shut-down", "nobody plays at night"), List.of("dashboard")));

        var everywhere = Coverage.of(loaded);
        var here = Coverage.in(environment.policy(), loaded, Actions.known());

        assertThat(here.lines()).hasSameSizeAs(everywhere.lines());
        assertThat(here.missing()).isEmpty();
        assertThat(here.count(Coverage.How.EXCLUDED)).isPositive();
        assertThat(here.lines())
                .filteredOn(line -> line.by().contains("build-dashboard"))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.how()).isEqualTo(Coverage.How.EXCLUDED);
                    assertThat(line.reason()).contains("dashboard: not installed");
                });
        assertThat(here.lines())
                .filteredOn(line -> line.how() != Coverage.How.EXCLUDED)
                .allSatisfy(line -> assertThat(line.reason()).isEmpty());
        assertThat(here.asks().get(PhaseName.DEPLOYMENT_DAY))
                .isEqualTo(everywhere.asks().get(PhaseName.DEPLOYMENT_DAY) - 1);
    }

    private List<String> problems(String excluded) {
        var environment = environment(excluded);
        var failure = catchThrowableOfType(
                InvalidRunbook.class,
                () -> PlanMaker.make(REQUEST, runbook(Catalog.DEFAULT), environment, Actions.known()));
        return failure.problems().stream().map(Problem::text).toList();
    }
}
