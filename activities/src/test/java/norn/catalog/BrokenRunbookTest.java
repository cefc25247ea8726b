package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.plan.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Valid files, changed at one place each: what is wrong is reported at that place. */
class BrokenRunbookTest {
    private static final String RUNBOOK = """
        runbook: little
        title: A small runbook
        thresholds: {costDollarsPerDay: 100}
        rollbackWhen:
          - {id: cost, title: Too dear, measure: costDollarsPerDay, above: costDollarsPerDay, response: ask}
        phases:
          deployment-day:
            title: The day
            sections:
              - id: opening
                title: Opening
                steps:
                  - id: start-day
                    title: Begin?
                    gate: {roles: [boss]}
                  - id: warn
                    title: Warn
                    at: T-30m
                    do: {announce: {audience: players}}
              - id: work
                title: Work
                steps:
                  - id: shut
                    title: Shut
                    at: T-0
                    do: enable-maintenance
                    changes: true
                    notice: {step: warn, promised: 30m}
                  - id: look
                    title: Look
                    role: boss
                    when: warn.odd
                  - id: open
                    title: Open
                    do: disable-maintenance
                    goLive: true
          rollback:
            title: Back
            sections:
              - id: back
                title: Back
                steps:
                  - {id: restore, title: Restore, do: restore-code}
        measures: {costDollarsPerDay: {title: Cost}}
        """;

    @TempDir
    private Path folder;

    private List<String> problems(String text) throws IOException {
        var file = folder.resolve("little.yaml");
        Files.writeString(file, text);
        var catalog = new Catalog(null, Map.of());
        var failure = catchThrowableOfType(InvalidRunbook.class, () -> catalog.file(file));
        return failure == null
                ? List.of()
                : failure.problems().stream().map(Problem::text).toList();
    }

    private List<String> changed(String from, String to) throws IOException {
        assertThat(RUNBOOK).contains(from);
        return problems(RUNBOOK.replace(from, to));
    }

    @Test
    void the_unchanged_file_is_right() throws IOException {
        assertThat(problems(RUNBOOK)).isEmpty();
    }

    @Test
    void a_misspelt_field() throws IOException {
        assertThat(changed("changes: true", "chanegs: true"))
                .anySatisfy(text -> assertThat(text)
                        .startsWith(
                                "little.yaml:27:13  phases.deployment-day.sections[1].steps[0].chanegs: unknown field."
                                        + " Known: id,")
                        .endsWith("Did you mean changes?"))
                .anySatisfy(text -> assertThat(text)
                        .contains("a step of deployment-day is marked goLive: true, and none changes: true"));
    }

    @Test
    void a_circle_is_shown_as_a_path() throws IOException {
        assertThat(changed("at: T-0\n", "needs: [open]\n"))
                .containsExactly(
                        "little.yaml:23:13  phases.deployment-day.sections[1].steps[0]: the steps need each other in a"
                                + " circle: shut needs open needs look needs shut. Take one of these needs away.");
    }

    @Test
    void an_unknown_need() throws IOException {
        assertThat(changed("when: warn.odd", "needs: [shutt]"))
                .containsExactly(
                        "little.yaml:32:21  phases.deployment-day.sections[1].steps[1].needs[0]: unknown step or"
                                + " section 'shutt' of this phase. Did you mean shut?");
    }

    @Test
    void an_id_that_is_there_twice() throws IOException {
        assertThat(changed("id: look", "id: warn"))
                .contains(
                        "little.yaml:29:17  phases.deployment-day.sections[1].steps[1].id: the id warn is there twice,"
                                + " first at little.yaml:16. Ids are unique in the runbook: messages call steps by them.");
    }

    @Test
    void a_bad_time_and_one_that_comes_too_early() throws IOException {
        assertThat(changed("at: T-30m", "at: at noon"))
                .containsExactly(
                        "little.yaml:18:17  phases.deployment-day.sections[0].steps[1].at: at noon: not a planned"
                                + " time. Expected: T-90m, T+10m, T-14d, H+2, D1 08:00.");
        assertThat(changed("at: T-0\n", "at: T-45m\n"))
                .containsExactly(
                        "little.yaml:25:17  phases.deployment-day.sections[1].steps[0].at: T-45m is before T-30m of"
                                + " warn, which the step needs.");
    }

    @Test
    void a_step_with_two_things_to_do_or_none() throws IOException {
        assertThat(changed("role: boss", "role: boss\n            do: look"))
                .containsExactly(
                        "little.yaml:29:13  phases.deployment-day.sections[1].steps[1]: the step has do and role."
                                + " Expected: exactly one of do (an action), role (a person attests it), gate (people"
                                + " decide).");
        assertThat(changed("            role: boss\n", ""))
                .hasSize(1)
                .first()
                .asString()
                .contains("the step has nothing to do");
    }

    @Test
    void a_condition_with_an_operator() throws IOException {
        assertThat(problems(RUNBOOK.replace("when: warn.odd", "when: warn.odd == true")))
                .singleElement()
                .asString()
                .endsWith("is not a condition. Expected: step.value, such as survey-environment.database.");
    }

    @Test
    void an_unknown_threshold_condition_notice_or_mode() throws IOException {
        assertThat(changed("measure: costDollarsPerDay", "measure: costDollarPerDay"))
                .containsExactly("little.yaml:5:42  rollbackWhen[0].measure: unknown measure 'costDollarPerDay'. Known:"
                        + " costDollarsPerDay. Did you mean costDollarsPerDay?");
        assertThat(changed("{title: Cost}", "{title: Revenue, better: higher}"))
                .containsExactly(
                        "little.yaml:5:61  rollbackWhen[0].above: of costDollarsPerDay higher values are the better"
                                + " ones. Expected: below. Or say better: lower at the measure.");
        assertThat(changed("above: costDollarsPerDay", "above: costDollarPerDay"))
                .containsExactly("little.yaml:5:68  rollbackWhen[0].above: unknown threshold 'costDollarPerDay'. Known:"
                        + " costDollarsPerDay. Did you mean costDollarsPerDay?");
        assertThat(changed("when: warn.odd", "when: open.odd"))
                .containsExactly(
                        "little.yaml:32:19  phases.deployment-day.sections[1].steps[1].when: refers to open, which"
                                + " need not be over by then. Let the step need it, directly or through others.");
        assertThat(changed("response: ask", "response: shrug"))
                .containsExactly(
                        "little.yaml:5:97  rollbackWhen[0].response: unknown value 'shrug'. Known: roll-back, ask,"
                                + " ordered.");
    }

    @Test
    void a_step_that_compensates_what_is_not_there_or_that_others_rest_on() throws IOException {
        assertThat(changed("role: boss\n            when: warn.odd", "do: announce\n            compensates: [wrn]"))
                .hasSize(2)
                .anySatisfy(text -> assertThat(text)
                        .contains("steps[2]: needs look, which compensates and may never begin.")
                        .endsWith("Put the compensations into the last section of their phase."))
                .anySatisfy(text -> assertThat(text)
                        .contains("steps[1].compensates: names the unknown step 'wrn'.")
                        .endsWith("Did you mean warn?"));
    }

    @Test
    void a_step_that_judges_what_has_no_limit() throws IOException {
        assertThat(changed("do: {announce: {audience: players}}", "do: {measure: {judges: [costDollarPerDay]}}"))
                .singleElement()
                .asString()
                .contains("judges costDollarPerDay, for which no criterion has a limit. Known: costDollarsPerDay.")
                .endsWith("Did you mean costDollarsPerDay?");
    }

    @Test
    void an_item_without_a_checklist() throws IOException {
        assertThat(changed("title: Shut", "title: Shut\n            covers: [DAY-DB-1]"))
                .hasSize(1)
                .first()
                .asString()
                .contains("no checklist is named");
    }

    @Test
    void an_unknown_item_and_one_that_is_covered_twice() throws IOException {
        var text = RUNBOOK.replace("title: A small runbook", "title: A small runbook\nchecklist: ragnarok-ai-world")
                .replace("title: Shut", "title: Shut\n            covers: [DAY-DB-1, DAY-DB-22]")
                .replace("title: Warn", "title: Warn\n            covers: [DAY-DB-1]");

        assertThat(problems(text))
                .containsExactly(
                        "little.yaml:27:22  phases.deployment-day.sections[1].steps[0].covers[0]: DAY-DB-1 is covered"
                                + " already by the section opening of deployment-day. Cover an item in one place only, so"
                                + " that it is clear what proves it.",
                        "little.yaml:27:32  phases.deployment-day.sections[1].steps[0].covers[1]: unknown checklist"
                                + " item 'DAY-DB-22'. Did you mean DAY-DB-2?");
    }

    @Test
    void several_problems_are_reported_at_once() throws IOException {
        var text = RUNBOOK.replace("at: T-30m", "at: noon")
                .replace("role: boss", "rolle: boss")
                .replace("id: open\n", "id: Open!\n");

        assertThat(problems(text)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void more_steps_than_a_plan_can_carry() throws IOException {
        var steps = new StringBuilder();
        for (var i = 0; i < 2_000; i++) {
            steps.append("          - {id: s%d, title: S, do: look}\n".formatted(i));
        }

        assertThat(problems(RUNBOOK.replace("measures:", steps + "measures:")))
                .anyMatch(text -> text.contains("2006 steps. Expected: at most 2000"));
    }

    @Test
    void a_name_that_leads_out_of_the_folder_is_none() {
        var failure = catchThrowableOfType(
                InvalidRunbook.class, () -> new Catalog(folder, Map.of()).runbook("../../etc/passwd"));

        assertThat(failure.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "runbook ../../etc/passwd: is not a name. Expected: letters, digits, dots and hyphens.");
    }

    @Test
    void a_runbook_that_does_not_exist() {
        var failure = catchThrowableOfType(
                InvalidRunbook.class, () -> new Catalog(folder, Map.of()).runbook("ragnarok-ai-wrold"));

        assertThat(failure.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "runbook ragnarok-ai-wrold: no such runbook. Known: ragnarok-ai-world, web-service. Did you"
                                + " mean ragnarok-ai-world?");
    }

    @Test
    void numbers_and_times_that_no_step_can_have_are_refused_at_their_place() throws Exception {
        var text = RUNBOOK.replace(
                "do: enable-maintenance\n",
                "do: enable-maintenance\n            tries: 0\n            limit: 0s\n            heartbeat: 0s\n");

        assertThat(problems(text))
                .containsExactly(
                        "little.yaml:27:20  phases.deployment-day.sections[1].steps[0].tries: is '0'. Expected: at"
                                + " least 1.",
                        "little.yaml:28:20  phases.deployment-day.sections[1].steps[0].limit: is '0s'. Expected: more"
                                + " than nothing, such as 10m.",
                        "little.yaml:29:24  phases.deployment-day.sections[1].steps[0].heartbeat: is '0s'. Expected:"
                                + " more than nothing, such as 10m.");
    }

    @Test
    void an_action_without_a_name_is_reported_as_such() throws Exception {
        assertThat(problems(RUNBOOK.replace("do: disable-maintenance", "do:")))
                .containsExactly(
                        "little.yaml:35:16  phases.deployment-day.sections[1].steps[2].do: is empty. Expected: an"
                                + " action, such as back-up or {back-up: {of: live}}.");
    }
}
