package norn.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an action answers: what it did, in one line for people, what it measured, and the files that prove it.
 *
 * @param outcome what the action achieved
 * @param summary one line, free of secrets
 * @param values measured values by name; numbers carry their unit in the name ({@code sizeBytes}); ordered
 * @param artifacts files in the evidence folder
 * @param met ids of rollback criteria that this action found to be met
 * @param host where it was done
 * @param finding what a check found; NO and UNKNOWN fail the step, which keeps what was measured
 */
public record Evidence(
        Outcome outcome,
        String summary,
        Map<String, Object> values,
        List<Artifact> artifacts,
        List<String> met,
        String host,
        Instant startedAt,
        Instant endedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Finding finding) {
    public Evidence {
        values = values == null ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        artifacts = artifacts == null ? List.of() : List.copyOf(artifacts);
        met = met == null ? List.of() : List.copyOf(met);
    }

    /** The evidence of an action that did what it was to do. */
    public Evidence(
            Outcome outcome,
            String summary,
            Map<String, Object> values,
            List<Artifact> artifacts,
            List<String> met,
            String host,
            Instant startedAt,
            Instant endedAt) {
        this(outcome, summary, values, artifacts, met, host, startedAt, endedAt, null);
    }

    /** Whether a check found what should not be, or could not look. */
    public boolean fails() {
        return finding == Finding.NO || finding == Finding.UNKNOWN;
    }

    /** What an action achieved. */
    public enum Outcome {
        /** The action has reached the goal state. */
        DONE,
        /** The goal state was there already; nothing was done. */
        ALREADY_SO,
        /** There is nothing here to act on. */
        NOT_NEEDED
    }

    /**
     * A file in the evidence folder.
     *
     * @param path relative to the evidence folder
     * @param sha256 hexadecimal
     */
    public record Artifact(String name, String path, long sizeBytes, String sha256) {}
}
