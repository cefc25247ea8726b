package norn.runbook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The four phases of a deployment, by the names that the contract gives them. */
public enum PhaseName {
    PRE_DEPLOYMENT("pre-deployment"),
    DEPLOYMENT_DAY("deployment-day"),
    POST_DEPLOYMENT("post-deployment"),
    ROLLBACK("rollback");

    private final String id;

    PhaseName(String id) {
        this.id = id;
    }

    /** The name in files, ids and messages, such as {@code deployment-day}. */
    @JsonValue
    public String id() {
        return id;
    }

    /**
     * The phase of that name.
     *
     * @throws IllegalArgumentException naming the known phases, if there is none
     */
    @JsonCreator
    public static PhaseName of(String id) {
        return Arrays.stream(values())
                .filter(phase -> phase.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s: no such phase. Known: %s"
                        .formatted(
                                id,
                                String.join(
                                        ", ",
                                        Arrays.stream(values())
                                                .map(PhaseName::id)
                                                .toList()))));
    }

    @Override
    public String toString() {
        return id;
    }
}
