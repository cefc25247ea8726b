package norn.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is to show for a step; {@code note} and {@code link} are people's words. */
public record StepEvidence(
        String summary,
        Map<String, Object> values,
        List<Evidence.Artifact> artifacts,
        @Nullable String note,
        @Nullable String link) {}
