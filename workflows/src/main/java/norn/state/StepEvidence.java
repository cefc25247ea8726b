package norn.state;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evidence of a step; {@code note} and {@code link} are people's words. */
public record StepEvidence(
        String summary,
        Map<String, Object> values,
        List<Evidence.Artifact> artifacts,
        @Nullable String note,
        @Nullable String link) {
    /** What a machine found, in one line. */
    public static StepEvidence of(String summary) {
        return new StepEvidence(summary, Collections.emptyMap(), List.of(), null, null);
    }

    /** What an action leaves behind. */
    public static StepEvidence of(Evidence evidence) {
        return new StepEvidence(evidence.summary(), evidence.values(), evidence.artifacts(), null, null);
    }
}
