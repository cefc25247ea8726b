package norn.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Journal;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

class TimeBreakdownTest {
    @Test
    void every_second_of_a_phase_is_somebodys() {
        var spent = TimeBreakdown.of(
                checklist(
                        line("migrate", "machine", 0, 10),
                        line("approve", "alice", 12, 20),
                        line("probe", "machine", 25, 26)),
                List.of(journal(evidence("migrate", 2, 9))));

        assertThat(spent)
                .containsExactly(Map.entry(
                        PhaseName.DEPLOYMENT_DAY,
                        new TimeBreakdown(seconds(26), seconds(8), seconds(8), seconds(3), seconds(7))));
    }

    @Test
    void what_runs_side_by_side_counts_once() {
        var spent = TimeBreakdown.of(
                checklist(
                        line("build", "machine", 0, 10),
                        line("back-up", "machine", 4, 12),
                        line("attest", "bob", 0, 13)),
                List.of(journal(evidence("build", 1, 9), evidence("back-up", 5, 11))));

        assertThat(spent)
                .containsExactly(Map.entry(
                        PhaseName.DEPLOYMENT_DAY,
                        new TimeBreakdown(seconds(13), seconds(10), seconds(1), seconds(2), seconds(0))));
    }

    private static Checklist checklist(Checklist.Line... lines) {
        return new Checklist(
                "deployment",
                "rehearsal",
                "v1.0.0",
                null,
                PhaseName.DEPLOYMENT_DAY,
                "RUNNING",
                at(30),
                null,
                null,
                List.of(),
                List.of(lines),
                List.of(),
                List.of());
    }

    private static Checklist.Line line(String id, String by, int from, int to) {
        return new Checklist.Line(
                id,
                PhaseName.DEPLOYMENT_DAY,
                "section",
                id,
                List.of(),
                StepState.DONE,
                1,
                null,
                at(from),
                at(to),
                by,
                null);
    }

    private static Journal journal(Journal.Entry... entries) {
        return new Journal(PhaseName.DEPLOYMENT_DAY, List.of(entries));
    }

    private static Journal.Entry evidence(String step, int from, int to) {
        var evidence =
                new Evidence(Evidence.Outcome.DONE, "done", Map.of(), List.of(), List.of(), "here", at(from), at(to));
        return new Journal.Entry(at(to), new Event.StepSucceeded(step, 1, evidence));
    }

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
