package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.report.Checklist;
import norn.report.ReportModel;
import norn.report.SuccessAssessment;
import norn.report.markdown.ItemChecklistText;
import norn.report.markdown.MarkdownReport;
import norn.runbook.PhaseName;
import norn.runbook.StepPurpose;
import norn.state.PhaseOutcome;
import norn.state.Status;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

/** The built-in runbook, played from end to end. */
class BuiltInRunbookEngineTest {
    private static final LoadedRunbook LOADED = new Catalog(null, Map.of()).builtIn(Catalog.DEFAULT);
    private static final Map<String, Object> GOOD_MEASUREMENTS = measured(120, 20);

    private static Map<String, Object> measured(double p95, double cost) {
        var values = new LinkedHashMap<String, Object>();
        values.put("samples", 10);
        values.put("uptimePercent", 100);
        values.put("agentSuccessPercent", 99.2);
        values.put("agentsFailingPercent", 0);
        values.put("responseP95Milliseconds", p95);
        values.put("costDollarsPerDay", cost);
        values.put("connectionPoolPercent", 30);
        values.put("dataProblems", 0);
        return values;
    }

    private static SimulatedDeployment deployment() {
        var deployment = new SimulatedDeployment(LOADED, Map.of("load-test", "no load generator in the rehearsal"));
        for (var phase : LOADED.runbook().phases()) {
            phase.steps(StepPurpose.WATCHES).forEach(watch -> deployment.values(watch.id(), measured(130, 29)));
        }
        return deployment
                .values("measure-baseline", measured(200, 10))
                .values("watch-hour-1", GOOD_MEASUREMENTS)
                .values("watch-day-1", measured(140, 38))
                .values("compare-player-records", Map.of("ledgerConfirmed", 120, "ledgerLost", 0))
                .values("record-target", Map.of("fingerprint", "aa11", "release", "v0.9.0"));
    }

    private static String report(SimulatedDeployment deployment, Status status) {
        return MarkdownReport.of(
                ReportModel.of(deployment.plan, deployment.journals, "rehearsal-v1.0.0", status, deployment.now()));
    }

    @Test
    void a_whole_deployment_ends_well_and_people_are_asked_seldom() {
        var deployment = deployment();

        assertThat(deployment.run(PhaseName.PRE_DEPLOYMENT, null).kind()).isEqualTo(PhaseOutcome.Kind.COMPLETED);
        assertThat(deployment.decisionCount()).isLessThanOrEqualTo(25);
        assertThat(deployment.run(PhaseName.DEPLOYMENT_DAY, null).kind()).isEqualTo(PhaseOutcome.Kind.COMPLETED);
        assertThat(deployment.decisionCount()).isEqualTo(4);
        assertThat(deployment.run(PhaseName.POST_DEPLOYMENT, null).kind()).isEqualTo(PhaseOutcome.Kind.COMPLETED);
        assertThat(deployment.decisionCount()).isLessThanOrEqualTo(20);
        var lines = Checklist.of(deployment.plan, deployment.journals, "d", Status.SUCCESSFUL, deployment.now())
                .steps();
        assertThat(lines)
                .filteredOn(line -> line.state() != StepState.DONE)
                .allMatch(line -> line.state() == StepState.NOT_NEEDED)
                .extracting(Checklist.Line::id)
                .containsExactly(
                        "load-test",
                        "cancel-schedule",
                        "correct-schedule",
                        "cancel-maintenance",
                        "cancel-day",
                        "correct-maintenance",
                        "correct-day");
    }

    @Test
    void the_report_fills_in_the_forms_and_names_each_source() {
        var deployment = deployment();
        for (var phase : List.of(PhaseName.PRE_DEPLOYMENT, PhaseName.DEPLOYMENT_DAY, PhaseName.POST_DEPLOYMENT)) {
            deployment.run(phase, null);
        }

        var report = report(deployment, Status.SUCCESSFUL);

        assertThat(report.lines())
                .contains(
                        "# v1.0.0 in rehearsal: SUCCESSFUL",
                        "- **Release**: v1.0.0, after v0.9.0",
                        "| – | Deployed by | start-day-decider | gate start-day |",
                        "| SIGN-RUN-1 | Deployment started | 2026-12-01 07:00:05 | journal of deployment-day |",
                        "| SIGN-RUN-4 | Issues encountered | none | failures and incident log, below |",
                        "| SIGN-POST-3 | Deployment status | SUCCESSFUL | the deployment |",
                        "| load-test | no load generator in the rehearsal |",
                        "| responses-quick | 95 % of the responses come within 250 ms | 130 | < 250 | met |"
                                + " watch-first-logins … watch-day-7 (mean of 10, by samples) |",
                        "| cost-bearable | Every day's language models cost less than 45 dollars | 38 | < 45 | met |"
                                + " watch-day-1 (worst of 10) |",
                        "| uptime | Up for more than 99.5 % of the week, planned maintenance apart | 100 | > 99.5 |"
                                + " met | watch-first-logins … watch-day-7 (mean of 10, by samples) |",
                        "| POST-48H-5 | Cost of the language models | 58 $ | costDollarsPerDay: watch-first-logins …"
                                + " watch-day-7 (mean of 10, by samples), times 2 days |",
                        "- **Target: Cost of the language models**: 40 $, met: 38 $ (watch-day-1, worst of 10)",
                        "| WEEK-REP-1.6 | Positive feedback | 90 % | attest-week, attested by alice |",
                        "- **Before the first change**: `aa11` (source: record-target)",
                        "## The players' own ledger",
                        "| Lost | 0 | compare-player-records |")
                .anyMatch(line -> line.startsWith("- **No access (deployment-day)**: 17.1 s, from 2026-12-01 07:00:12"))
                .anyMatch(
                        line -> line.startsWith("- **Critical path**: enable-maintenance 1.0 s → drain-sessions 1.0 s")
                                && line.endsWith("go-live 100 ms (waiting for people) → disable-maintenance 1.0 s"));
        assertThat(report).contains("| measure-baseline (v0.9.0) |").doesNotContain("**unknown**");
    }

    @Test
    void the_report_opens_with_a_paragraph_that_can_be_signed_and_every_item_has_its_box() {
        var deployment = deployment();
        for (var phase : List.of(PhaseName.PRE_DEPLOYMENT, PhaseName.DEPLOYMENT_DAY, PhaseName.POST_DEPLOYMENT)) {
            deployment.run(phase, null);
        }
        var model = ReportModel.of(
                deployment.plan, deployment.journals, "rehearsal-v1.0.0", Status.SUCCESSFUL, deployment.now());
        var lines = MarkdownReport.of(model).lines().toList();

        assertThat(lines.get(0)).isEqualTo("# v1.0.0 in rehearsal: SUCCESSFUL");
        assertThat(lines.get(2))
                .startsWith("v1.0.0 was deployed to rehearsal in place of v0.9.0, and ended as SUCCESSFUL. As of ")
                .contains("Users had no access for 17.1 s, 1 h 50 min were planned.")
                .contains("No step failed or was skipped. All 9 success criteria are met. Evidence: 0 files")
                .endsWith("Nothing is open.");
        assertThat(lines.get(4)).isEqualTo("## Sign-off");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("| Is the deployment's status confirmed? | final-status-decider | ")
                        && line.endsWith("| GO by final-status-decider |"));
        var texts = ChecklistItems.builtInTexts("ragnarok-ai-world");
        var items = ItemChecklistText.of(model, texts)
                .lines()
                .filter(line -> line.startsWith("- **["))
                .toList();
        assertThat(items).hasSize(246).hasSameSizeAs(texts.keySet());
        assertThat(items)
                .anyMatch(line -> line.startsWith("- **[x] DAY-DB-2**: ") && line.contains("migrate-database DONE"))
                .anyMatch(line -> line.startsWith("- **[-] RB-DO-2**: ") && line.contains("there was no rollback"))
                .noneMatch(line -> line.startsWith("- **[ ]"));
    }

    @Test
    void what_is_missing_for_a_success_stands_in_the_first_paragraph() {
        var deployment = new SimulatedDeployment(LOADED, Map.of());
        for (var phase : List.of(PhaseName.PRE_DEPLOYMENT, PhaseName.DEPLOYMENT_DAY, PhaseName.POST_DEPLOYMENT)) {
            deployment.run(phase, null);
        }

        assertThat(report(deployment, Status.PARTIAL).lines().toList().get(2))
                .contains("ended as PARTIAL")
                .contains("3 of 9 success criteria are met; success criteria unknown: uptime (no data), agents-succeed"
                        + " (no data)");
    }

    @Test
    void without_measurements_nothing_counts_as_good() {
        var deployment = new SimulatedDeployment(LOADED, Map.of());
        for (var phase : List.of(PhaseName.PRE_DEPLOYMENT, PhaseName.DEPLOYMENT_DAY, PhaseName.POST_DEPLOYMENT)) {
            deployment.run(phase, null);
        }

        assertThat(SuccessAssessment.of(deployment.plan, deployment.journals))
                .extracting(success -> success.criterion().id() + " " + success.finding())
                .contains("uptime UNKNOWN", "responses-quick UNKNOWN", "no-critical-incident YES", "backups-good YES");
    }

    @Test
    void a_no_go_at_go_live_rolls_back_with_one_more_question_and_proves_it() {
        var deployment = deployment()
                .noGoAt("go-live")
                .values(
                        "survey-environment",
                        Map.of("changed", true, "code", true, "database", true, "asksConsent", false))
                .values("verify-fingerprint", Map.of("fingerprintBefore", "aa11", "fingerprintAfter", "aa11"));
        var stopped = deployment.run(PhaseName.DEPLOYMENT_DAY, null);
        deployment.order.clear();

        var outcome = deployment.run(PhaseName.ROLLBACK, stopped);

        assertThat(stopped.kind()).isEqualTo(PhaseOutcome.Kind.ROLL_BACK);
        assertThat(outcome.kind()).isEqualTo(PhaseOutcome.Kind.COMPLETED);
        assertThat(deployment.order)
                .containsSubsequence(
                        "survey-environment",
                        "enable-maintenance-again",
                        "verify-stopped-again",
                        "restore-database",
                        "start-ai-service-again",
                        "verify-fingerprint",
                        "disable-maintenance-again",
                        "write-rollback");
        assertThat(deployment.decisionCount()).isEqualTo(1);
        assertThat(report(deployment, Status.ROLLED_BACK).lines())
                .contains("- **After the rollback**: `aa11` (source: verify-fingerprint)", "- **Equal**: yes")
                .anyMatch(line -> line.startsWith("- **No access (rollback)**"))
                .anyMatch(line -> line.contains("| gate go-live | NO_GO | go-live-decider |"));
    }

    @Test
    void a_rollback_that_finds_everything_in_place_stops_nothing() {
        var deployment = new SimulatedDeployment(LOADED, Map.of())
                .values(
                        "survey-environment",
                        Map.of("changed", false, "code", false, "database", false, "asksConsent", false));

        deployment.run(PhaseName.ROLLBACK, null);

        assertThat(deployment.order)
                .doesNotContain("enable-maintenance-again", "stop-ai-service-again", "restore-database", "restore-code")
                .contains("verify-fingerprint", "disable-maintenance-again");
    }

    @Test
    void a_failure_that_was_tried_again_stands_in_the_report() {
        var deployment = deployment().failsOnce("compile-server");
        deployment.run(PhaseName.DEPLOYMENT_DAY, null);

        assertThat(report(deployment, Status.RUNNING).lines())
                .anyMatch(line -> line.startsWith("| compile-server | attempt 1 failed |")
                        && line.endsWith("Broken: compile-server \\| broke |"))
                .anyMatch(line -> line.contains("| compile-server | RETRY | alice | again |"))
                .contains("| SIGN-RUN-4 | Issues encountered | 1 failed attempt, 0 incidents, 0 refused messages |"
                        + " failures and incident log, below |");
    }
}
