package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.message.Message;
import norn.plan.Plan;
import norn.plan.Rules;
import norn.report.Checklist;
import norn.report.SuccessAssessment;
import norn.runbook.Criterion;
import norn.runbook.Criterion.Comparison;
import norn.runbook.Measure;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.runbook.Runbook;
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.Journal;
import norn.state.Status;
import norn.state.StepState;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ChecklistTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private static String stored(String name) throws IOException {
        try (var file = ChecklistTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static EngineRun everyKindOfThing() {
        var run = EngineRun.withT0(
                TestRunbook.day(
                                StepBuilder.gate("start-day")
                                        .purpose(StepPurpose.BEGINS_DAY)
                                        .at("T-120m"),
                                StepBuilder.step("build").needs("start-day").skippable(),
                                StepBuilder.person("look", new Work.AskedValue("uptimePercent", "uptime", "%"))
                                        .needs("start-day"),
                                StepBuilder.step("measure").needs("start-day"),
                                StepBuilder.step("run").needs("start-day"),
                                StepBuilder.gate("go-live")
                                        .needs("start-day")
                                        .quorum(2)
                                        .deadline(Duration.ofMinutes(30), Work.DeadlineAction.PAGE),
                                StepBuilder.step("open")
                                        .needs("go-live")
                                        .at("T+110m")
                                        .goLive())
                        .criterion("cost", Criterion.Response.ASK, Duration.ofMinutes(10), RollbackMode.CODE),
                EngineRun.START.plus(Duration.ofHours(2)));
        run.go("start-day", "alice").advance(Duration.ofMinutes(1)).fail("build");
        run.succeed("measure", Map.of("cost", 140.5), List.of("cost")).go("go-live", "alice");
        run.refused(EngineRun.decide("go-liv", Event.Verdict.GO, "mallory"));
        return run.accepted(new Message.Incident("i-1", "P2", "slow", "OPEN", "bob", null));
    }

    @Test
    void the_checklist_is_the_contracts_JSON_word_for_word_with_nulls_in_it() throws IOException {
        var checklist = everyKindOfThing().checklist();

        assertThat(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(checklist))
                .isEqualToNormalizingNewlines(stored("checklist.json").strip());
    }

    @Test
    void a_checklist_can_be_read_back() throws IOException {
        var checklist = everyKindOfThing().checklist();

        assertThat(JSON.readValue(JSON.writeValueAsString(checklist), Checklist.class))
                .isEqualTo(checklist);
    }

    @Test
    void a_stored_journal_of_every_event_is_read_back_and_written_as_it_was() throws IOException {
        var stored = stored("journal.json");
        var journal = JSON.readValue(stored, Journal.class);

        assertThat(journal.entries().stream()
                        .<Class<?>>map(entry -> entry.event().getClass())
                        .distinct())
                .containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
        assertThat(JSON.readTree(JSON.writeValueAsString(journal))).isEqualTo(JSON.readTree(stored));
    }

    @Test
    void phases_that_have_not_begun_are_pending_and_the_rollback_appears_once_it_has() {
        var phases = new ArrayList<Phase>();
        var day = TestRunbook.day(StepBuilder.step("build").at("T+10m")).plan();
        var watch = TestRunbook.watch(StepBuilder.step("watch").at("H+1")).plan();
        var rollback = TestRunbook.rollback(StepBuilder.step("restore")).plan();
        for (var plan : List.of(day, watch, rollback)) {
            phases.addAll(plan.runbook().phases());
        }
        var whole = new Plan(
                Rules.CURRENT,
                "e",
                "v1",
                null,
                new Runbook("r", "R", phases, List.of(), List.of(), List.of(), List.of()),
                day.policy(),
                "00");
        var t0 = EngineRun.START.plus(Duration.ofHours(1));
        var run = EngineRun.withT0(TestRunbook.day(StepBuilder.step("build").at("T+10m")), t0);

        var checklist = Checklist.of(whole, List.of(run.journal()), "d", Status.RUNNING, run.now);
        assertThat(checklist.steps())
                .extracting(Checklist.Line::id, Checklist.Line::state, Checklist.Line::plannedAt)
                .containsExactly(
                        Tuple.tuple("build", StepState.PENDING, t0.plus(Duration.ofMinutes(10))),
                        Tuple.tuple("watch", StepState.PENDING, null));
        assertThat(checklist.phase()).isEqualTo(PhaseName.DEPLOYMENT_DAY);
        assertThat(Checklist.of(whole, List.of(), "d", Status.RUNNING, run.now).phase())
                .isNull();

        var back = new EngineRun(TestRunbook.rollback(StepBuilder.step("restore")));
        assertThat(Checklist.of(whole, List.of(run.journal(), back.journal()), "d", Status.ROLLING_BACK, run.now)
                        .steps())
                .extracting(Checklist.Line::id)
                .containsExactly("build", "watch", "restore");
    }

    @Test
    void what_was_not_measured_is_no_data_and_that_is_not_good() {
        var book = TestRunbook.watch(StepBuilder.step("measure"), StepBuilder.step("other"))
                .success("uptimePercent", Comparison.ABOVE, 99.5)
                .success("costDollarsPerDay", Comparison.BELOW, 45)
                .success("feedbackPositivePercent", Comparison.ABOVE, 70)
                .measure(new Measure(
                        "gravest",
                        "Incidents of severity P1",
                        null,
                        Measure.Combine.WORST,
                        Measure.Better.LOWER,
                        1,
                        null,
                        new Measure.Incidents(List.of("P1"))))
                .success("gravest", Comparison.BELOW, 1);
        var run = EngineRun.live(book);
        var values = new LinkedHashMap<String, Object>();
        values.put("uptimePercent", 99.9);
        values.put("costDollarsPerDay", 50);
        run.succeed("measure", values).accepted(new Message.Incident("i", "P1", "down", "CLOSED", "bob", null));

        var all = SuccessAssessment.of(run.plan, List.of(run.journal()));

        assertThat(all)
                .extracting(success -> success.criterion().id() + " " + success.finding())
                .containsExactly(
                        "uptimePercent-fine YES",
                        "costDollarsPerDay-fine NO",
                        "feedbackPositivePercent-fine UNKNOWN",
                        "gravest-fine NO");
        assertThat(SuccessAssessment.allMet(all)).isFalse();
    }
}
