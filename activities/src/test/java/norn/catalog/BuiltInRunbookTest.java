package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import norn.catalog.Coverage.How;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInRunbookTest {
    private static final LoadedRunbook LOADED = new Catalog(null, Map.of()).builtIn(Catalog.DEFAULT);
    private static final Runbook RUNBOOK = LOADED.runbook();

    @Test
    void every_one_of_the_246_items_is_covered() {
        var coverage = Coverage.of(LOADED);

        assertThat(coverage.lines()).hasSize(246);
        assertThat(coverage.missing()).isEmpty();
    }

    @Test
    void most_of_what_is_not_for_people_is_done_by_the_machine() {
        var coverage = Coverage.of(LOADED);

        assertThat(coverage.count(How.MACHINE)).isGreaterThan(coverage.count(How.PERSON));
        assertThat(coverage.count(How.MEASURED)).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"PRE_DEPLOYMENT,25", "DEPLOYMENT_DAY,8", "POST_DEPLOYMENT,20"})
    void people_are_asked_seldom(PhaseName phase, int most) {
        assertThat(Coverage.of(LOADED).asks().get(phase)).isBetween(1, most);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate-database", // psql -f goes on after errors; the loop half-applies
                "restore-database", // a plain dump into the migrated database restores nothing
                "survey-environment", // the path from today's date
                "set-data-aside", // restoring after go-live deletes what players did
                "activate", // rm && ln is not atomic
                "check-out", // git pull in place leaves nothing to go back to
                "verify-stopped", // ps | grep finds itself
                "check-ai-service", // curl without -f
                "check-agents", // jq finds nothing where there are no agents
                "check-logs", // grep exits 1 when all is well
                "start-ai-service", // journalctl -f never ends
                "check-websocket", // wscat never ends
                "generate-story", // costs money: once
                "check-releases", // deployed in place, rolled back by a link
                "back-up-original", // a second try overwrites the dump
                "start-game-servers", // "started" though a server died; maintenance mode stays
                "check-bridge", // asks the AI service's health
                "review-meeting", // fields of the form
                "stop-dashboard", // labels after T-0
                "back-up-live", // ls proves a name
                "rehearse-backup",
                "survey-software", // a dump by an older pg_dump
                "team-ready", // MariaDB
                "prepare-backups",
                "measure-day-1" // three thresholds on cost
            })
    void where_the_literal_text_is_a_trap_the_step_says_so(String id) {
        assertThat(step(id).note()).isNotBlank();
    }

    @Test
    void planned_maintenance_and_the_uptime_target_are_distinguished() {
        assertThat(criterion("uptime").note()).contains("maintenance");
    }

    @Test
    void the_names_that_others_rely_on_are_there() {
        assertThat(RUNBOOK.criteria().stream()
                        .filter(criterion -> criterion.purpose() == Criterion.Purpose.ROLLBACK)
                        .map(Criterion::id))
                .containsExactly(
                        "outage",
                        "data-corruption",
                        "security-vulnerability",
                        "llm-cost",
                        "agents-failing",
                        "database-integrity",
                        "cannot-restore");
        for (var gate :
                List.of("approve-plan", "start-day", "shut-down", "go-live", "set-data-aside", "final-status")) {
            assertThat(step(gate).work()).isInstanceOf(Work.Gate.class);
        }
    }

    @Test
    void nothing_is_changed_before_maintenance_mode_and_the_target_is_recorded() {
        var first = RUNBOOK.phase(PhaseName.DEPLOYMENT_DAY).steps().stream()
                .filter(Step::changes)
                .findFirst()
                .orElseThrow();

        assertThat(first.id()).isEqualTo("enable-maintenance");
        assertThat(first.needs()).containsExactly("try-rollback-script");
        assertThat(step("try-rollback-script").needs()).containsExactly("record-target");
        assertThat(step("record-target").needs()).containsExactly("shut-down");
        assertThat(step("shut-down").needs()).containsExactly("warn-players", "write-rollback-script");
    }

    @Test
    void what_can_be_prepared_is_prepared_before_the_players_are_warned() {
        assertThat(before("warn-players"))
                .contains("compile-server", "build-ai-service", "build-dashboard", "verify-build", "back-up-live");
    }

    @Test
    void go_live_waits_for_the_dump_of_the_original_but_the_start_does_not() {
        assertThat(before("go-live")).contains("back-up-original", "smoke-test", "check-logs", "play");
        assertThat(before("start-ai-service"))
                .contains("swap-database", "activate")
                .doesNotContain("back-up-original");
    }

    @Test
    void different_people_prepare_review_and_approve() {
        assertThat(((Work.Gate) step("approve-plan").work()).notBy()).containsExactly("prepared", "reviewed");
        assertThat(((Work.Gate) step("reviewed").work()).notBy()).containsExactly("prepared");
    }

    @Test
    void players_are_let_in_after_a_rollback_is_verified() {
        assertThat(step("disable-maintenance-again").needs()).containsExactly("verify-fingerprint");
        assertThat(before("restore-database"))
                .contains("enable-maintenance-again", "set-data-aside", "verify-stopped-again");
    }

    static Step step(String id) {
        return RUNBOOK.phases().stream()
                .flatMap(phase -> phase.step(id).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + id));
    }

    private static Criterion criterion(String id) {
        return RUNBOOK.criteria().stream()
                .filter(criterion -> criterion.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> before(String id) {
        var all = new TreeSet<String>();
        var open = new ArrayList<>(step(id).needs());
        while (!open.isEmpty()) {
            var next = open.remove(0);
            if (all.add(next)) {
                open.addAll(step(next).needs());
            }
        }
        return List.copyOf(all);
    }
}
