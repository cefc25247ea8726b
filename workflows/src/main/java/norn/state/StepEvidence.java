package norn.state;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of a step; {@code note} and {@code link} are people's words.
 *
 * @param remedy what people can do about a failure, which is the end of the summary; null where nothing failed, or the rest says it
 */
public record StepEvidence(
        String summary,
        Map<String, Object> values,
        List<Evidence.Artifact> artifacts,
        @Nullable String note,
        @Nullable String link,
        @Nullable String remedy) {
    /** The evidence of what has not failed. */
    public StepEvidence(
            String summary,
            Map<String, Object> values,
            List<Evidence.Artifact> artifacts,
            @Nullable String note,
            @Nullable String link) {
        this(summary, values, artifacts, note, link, null);
    }

    /** What a machine found, in one line. */
    public static StepEvidence of(String summary) {
        return new StepEvidence(summary, Collections.emptyMap(), List.of(), null, null);
    }

    /** What an action leaves behind. */
    public static StepEvidence of(Evidence evidence) {
        return new StepEvidence(evidence.summary(), evidence.values(), evidence.artifacts(), null, null);
    }
}
