package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An action that is served by somebody else's worker, in any SDK. */
@Tag("server")
class ForeignActionTest {
    @TempDir
    Path records;

    @ActivityInterface
    public interface SurveyHost {
        @ActivityMethod(name = "survey-host")
        Object survey(Object order);
    }

    private record ForeignActivity(Supplier<Object> answer) implements SurveyHost {
        @Override
        public Object survey(Object order) {
            return answer.get();
        }
    }

    static Stream<Arguments> noEvidence() {
        return Stream.of(
                Arguments.of(null, "NoEvidence: it ended, but answered nothing"),
                Arguments.of(Map.of(), "NoEvidence: it ended, but answered without outcome or summary"),
                Arguments.of("done", "NoEvidence: it ended, but its answer cannot be read: "),
                Arguments.of(List.of(1), "NoEvidence: it ended, but its answer cannot be read: "),
                Arguments.of(
                        Map.of("outcome", "GREAT", "summary", "s"),
                        "NoEvidence: it ended, but its answer cannot be read: "));
    }

    @ParameterizedTest
    @MethodSource("noEvidence")
    void what_is_no_evidence_fails_the_step(Object answer, String what) {
        assertThat(failure(() -> answer)).startsWith(what);
    }

    @Test
    void a_failure_may_have_any_details() {
        assertThat(failure(() -> {
                    throw ApplicationFailure.newNonRetryableFailure("no room", "DiskFull", Map.of("free", 0));
                }))
                .isEqualTo("DiskFull: no room");
    }

    @Test
    void evidence_may_hold_only_outcome_and_summary_and_fields_that_norn_does_not_know() {
        var answer = Map.of("outcome", "DONE", "summary", "surveyed", "mood", "good");
        try (var harness = new WorkflowHarness(records, null, new ForeignActivity(() -> answer))) {
            harness.deployment("d").awaitWaiting("review-documentation");
        }
    }

    /** What the step failed with, whose action ended so. */
    private String failure(Supplier<Object> answer) {
        try (var harness = new WorkflowHarness(records, null, new ForeignActivity(answer))) {
            var asked = harness.deployment("d")
                    .awaitWaiting("survey-host")
                    .checklist()
                    .path("steps")
                    .get(0);
            return asked.path("evidence").path("summary").asText();
        }
    }
}
