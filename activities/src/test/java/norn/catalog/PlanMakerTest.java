package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.action.run.Actions;
import norn.plan.Asking;
import norn.plan.Plan;
import norn.plan.Problem;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanMakerTest {
    private static final String FILE = """
        environment: production
        policy:
          zone: Europe/Berlin
          people:
            release-manager: [alice, bob]
            reviewer: [bob, rita]
            approver: [carol]
            operator: [dave]
            tester: [erin]
            security: [frank]
            community: [grace]
          thresholds: {costDollarsPerDay: 80}
          excluded:
            load-test: nobody has a load generator
        host:
          channels: {audiences: {players: [], stakeholders: [], status-page: [], pager: []}}
          configuration: {}
          database: {}
          cache: {}
          sessions: {}
          requirements: {}
          watch: {}
          code:
            builds: {ai-service: {}, game-servers: {}, dashboard: {}}
          services:
            components: {ai-service: {}, game-servers: {}, dashboard: {}, postgresql: {}, cache: {}}
          probes:
            named:
              %s
        """.formatted(String.join(
            ": {}\n      ",
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
            "economy: {}"));

    private static final LoadedRunbook RUNBOOK = new Catalog(null, Map.of()).builtIn(Catalog.DEFAULT);
    private static final PlanMaker.Request REQUEST = new PlanMaker.Request("v1.0.0", "v0.9.0", List.of(), "abc");

    @TempDir
    private Path folder;

    private static Plan make(PlanMaker.Request request, EnvironmentFile environment) {
        return PlanMaker.make(request, RUNBOOK, environment, Actions.known());
    }

    private EnvironmentFile environment(String text) throws IOException {
        var file = folder.resolve("environments/production.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return new Environments(List.of(folder)).environment("production");
    }

    private List<String> problems(String from, String to) throws IOException {
        assertThat(FILE).contains(from);
        var environment = environment(FILE.replace(from, to));
        var failure = catchThrowableOfType(InvalidRunbook.class, () -> make(REQUEST, environment));
        return failure == null
                ? List.of()
                : failure.problems().stream().map(Problem::text).toList();
    }

    @Test
    void the_plan_carries_the_runbook_and_the_policy_with_the_runbooks_thresholds() throws IOException {
        var plan = make(REQUEST, environment(FILE));
        var whole = make(
                REQUEST, environment(FILE.replace("  excluded:\n    load-test: nobody has a load generator\n", "")));

        assertThat(plan.environment()).isEqualTo("production");
        assertThat(whole.runbook()).isEqualTo(RUNBOOK.runbook());
        assertThat(plan.policy().thresholds())
                .containsEntry("costDollarsPerDay", 80.0)
                .containsEntry("outageMinutes", 30.0);
        assertThat(plan.policy().excluded()).containsOnlyKeys("load-test");
    }

    /** An unasked rollback asks the plan whether the code alone may go back: a store counts like the database. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
        {}                                | {}                                                     | false
        {oldCodeFitsNewSchema: true}      | {}                                                     | true
        {oldCodeFitsNewSchema: True}      | {}                                                     | true
        {oldCodeFitsNewSchema: true}      | {players: {kind: mariadb}}                             | false
        {oldCodeFitsNewSchema: true}      | {players: {kind: mariadb, oldCodeFitsNewSchema: true}} | true
        {oldCodeFitsNewSchema: false}     | {players: {kind: mariadb, oldCodeFitsNewSchema: true}} | false
        {oldCodeFitsNewSchema: true}      | {uploads: {kind: commands, fingerprint: [a]}}          | false
        {oldCodeFitsNewSchema: true}      | {uploads: {kind: commands}}                            | true
        """)
    void the_old_code_fits_where_the_database_and_every_store_that_a_rollback_brings_back_say_so(
            String database, String stores, boolean fits) throws IOException {
        var plan = make(
                REQUEST,
                environment(FILE.replace(
                        "  database: {}\n", "  database: %s\n  stores: %s\n".formatted(database, stores))));

        assertThat(plan.policy().oldCodeFitsNewSchema()).isEqualTo(fits);
    }

    @Test
    void a_plan_for_one_phase_has_the_rollback_too() throws IOException {
        var request = new PlanMaker.Request("v1.0.0", null, List.of(PhaseName.DEPLOYMENT_DAY), "abc");

        assertThat(make(request, environment(FILE)).runbook().phases())
                .extracting(Phase::name)
                .containsExactly(PhaseName.DEPLOYMENT_DAY, PhaseName.ROLLBACK);
    }

    @Test
    void unknown_thresholds_and_steps_are_reported_at_their_place() throws IOException {
        assertThat(problems("thresholds: {costDollarsPerDay: 80}", "thresholds: {costDollarPerDay: 80}"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("production.yaml:12:16  policy.thresholds.costDollarPerDay: unknown threshold. Known:"
                        + " outageMinutes,")
                .endsWith("Did you mean costDollarsPerDay?");
        assertThat(problems("load-test: nobody", "go-live: nobody"))
                .containsExactly(
                        "production.yaml:14:5  policy.excluded.go-live: is a gate, which cannot be excluded. Name the"
                                + " people who decide.");
        assertThat(problems("load-test: nobody", "survey-environment: nobody"))
                .isNotEmpty()
                .allMatch(text -> text.contains("cannot be excluded: it decides whether"));
    }

    @Test
    void a_role_that_nobody_has_and_one_person_for_two_who_must_differ() throws IOException {
        assertThat(problems("    community: [grace]\n", ""))
                .hasSize(3)
                .allMatch(text -> text.contains("asks for community, and nobody has that role")
                        && text.contains("policy.people.community of production.yaml"));
        assertThat(problems("reviewer: [bob, rita]", "reviewer: [carol]"))
                .hasSize(1)
                .first()
                .asString()
                .contains(
                        "approve-plan needs 1 of carol, who may not have acted at prepared, reviewed: if carol answers"
                                + " reviewed, only 0 are left");
    }

    @Test
    void a_gate_at_which_nobody_may_be_left_whoever_of_several_acts_before() throws IOException {
        assertThat(problems("reviewer: [bob, rita]", "reviewer: [bob]"))
                .hasSize(1)
                .first()
                .asString()
                .contains("reviewed needs 1 of bob, who may not have acted at prepared: if bob answers prepared, only 0"
                        + " are left. Name more people in policy.people.reviewer of production.yaml, so that"
                        + " enough are left whoever answers there.");
        assertThat(problems("approver: [carol]", "approver: [alice, rita]"))
                .as("alice prepares, rita reviews, and both approvers are gone")
                .hasSize(1)
                .first()
                .asString()
                .contains("approve-plan needs 1 of alice, rita")
                .contains("if alice answers prepared and rita answers reviewed, only 0 are left");
        assertThat(problems("approver: [carol]", "approver: [alice, rita, carol]"))
                .isEmpty();
    }

    @Test
    void a_probe_that_the_host_does_not_have() throws IOException {
        assertThat(problems("      economy: {}\n", ""))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(
                        "production.yaml:28:5  host.probes.named: has no economy, which the step check-economy-1 uses."
                                + " Known: ai-health,")
                .contains("Add it, or exclude the step with a reason: policy.excluded.check-economy-1"
                        + " (post-deployment.yaml:");
    }

    @Test
    void a_section_that_the_runbook_uses_and_the_file_lacks() throws IOException {
        assertThat(problems("  cache: {}\n", ""))
                .singleElement()
                .asString()
                .startsWith("production.yaml:15:1  host: has no section cache, which the steps check-cache-early,"
                        + " check-cache use. Add it (norn environment sample shows one), or exclude those steps"
                        + " with a reason: policy.excluded.check-cache-early (pre-deployment.yaml:");
    }

    @Test
    void a_plan_for_one_phase_demands_nothing_for_the_others() throws IOException {
        var request = new PlanMaker.Request("v1.0.0", null, List.of(PhaseName.DEPLOYMENT_DAY), "abc");
        var withoutOthers = FILE.replace("  requirements: {}\n", "")
                .replace("      economy: {}\n", "")
                .replace("    community: [grace]\n", "");

        assertThat(make(request, environment(withoutOthers)).runbook().phases())
                .extracting(Phase::name)
                .containsExactly(PhaseName.DEPLOYMENT_DAY, PhaseName.ROLLBACK);
    }

    @Test
    void hostile_names_are_no_releases() throws IOException {
        var environment = environment(FILE);
        for (var name : List.of("../../etc/passwd", "; rm -rf /", "", "-v", "v1\n", "v1..2", "a/b", "v1.lock")) {
            var request = new PlanMaker.Request(name, null, List.of(), "abc");
            var failure = catchThrowableOfType(InvalidRunbook.class, () -> make(request, environment));
            assertThat(failure.problems()).extracting(Problem::where).containsExactly("release");
        }
    }

    @Test
    void wrong_policies_are_reported_with_line_and_column() throws IOException {
        var failure = catchThrowableOfType(
                InvalidEnvironment.class,
                () -> environment(
                        FILE.replace("zone: Europe/Berlin", "zone: Europe/Brelin\n  approvals: signed\n  poeple: {}")));

        assertThat(failure.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "production.yaml:5:3  policy.poeple: unknown field. Known: zone, pace, approvals, anyone,"
                                + " people, thresholds, dataLossBudget, dayLead, hosts, excluded, standIns, asking. Did"
                                + " you mean people?",
                        "production.yaml:3:9  policy.zone: is 'Europe/Brelin'. Expected: a time zone such as"
                                + " Europe/Berlin or UTC.");
    }

    @Test
    void how_people_are_asked_is_a_setting_with_bounds() throws IOException {
        assertThat(environment(FILE).policy().asking()).isEqualTo(Asking.DEFAULT);
        assertThat(environment(FILE.replace(
                                "zone: Europe/Berlin",
                                "zone: Europe/Berlin\n"
                                        + "  asking: {keepCovers: 30m, clearlyWorsePercent: 50, reminders: [2h]}"))
                        .policy()
                        .asking())
                .isEqualTo(
                        new Asking(Duration.ofMinutes(30), 50, List.of(Duration.ofHours(2)), Duration.ofMinutes(10)));
        for (var wrong : List.of("keepCovers: 10s", "clearlyWorsePercent: -1", "reminders: [8d]", "reminders: []")) {
            var failure = catchThrowableOfType(
                    InvalidEnvironment.class,
                    () -> environment(
                            FILE.replace("zone: Europe/Berlin", "zone: Europe/Berlin\n  asking: {" + wrong + "}")));
            assertThat(failure.problems())
                    .extracting(Problem::text)
                    .singleElement()
                    .asString()
                    .startsWith("production.yaml:4:")
                    .contains("policy.asking: ");
        }
    }

    @Test
    void an_environment_that_does_not_exist() {
        var failure = catchThrowableOfType(
                InvalidEnvironment.class, () -> new Environments(List.of(folder)).environment("prodution"));

        assertThat(failure.problems())
                .extracting(Problem::text)
                .containsExactly("environment prodution: no such environment. Known: none.");
    }
}
