package norn.client;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.message.StartCheck;
import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;

/** A run that a person asks for: its workflow type, and its input, fields in the order in which people read them. */
public final class StartRequest {
    private final String type;
    private final Map<String, Object> input = new LinkedHashMap<>();

    private StartRequest(String type) {
        this.type = type;
    }

    /** A deployment of that release to that environment. */
    public static StartRequest deployment(String release, String environment) {
        return new StartRequest("Deployment").with("release", release).with("environment", environment);
    }

    /** A rollback of that environment. */
    public static StartRequest rollback(String environment, String reason) {
        return new StartRequest("Rollback").with("environment", environment).with("reason", reason);
    }

    /** With that T-0; null: as the environment says. */
    public StartRequest t0(@Nullable Instant t0) {
        return with("t0", t0 == null ? null : t0.toString());
    }

    /** With these phases alone; empty: all of them. */
    public StartRequest phases(List<String> phases) {
        return with("phases", phases.isEmpty() ? null : phases);
    }

    /** In that mode; null: {@code auto}. */
    public StartRequest mode(@Nullable RollbackMode mode) {
        return with("mode", mode == null ? null : mode.id());
    }

    /** Back to that release; null: to the one before. */
    public StartRequest to(@Nullable String release) {
        return with("to", release);
    }

    /** Whether it ends a deployment that holds the environment and does not answer. */
    public StartRequest takeOver(boolean takeOver) {
        return with("takeOver", takeOver ? true : null);
    }

    /** From that person. */
    public StartRequest by(String person) {
        return with("by", person);
    }

    /** With a remark for the record; null: none. */
    public StartRequest note(@Nullable String note) {
        return with("note", note);
    }

    private StartRequest with(String field, @Nullable Object value) {
        if (value != null) {
            input.put(field, value);
        }
        return this;
    }

    /** The workflow type. */
    public String type() {
        return type;
    }

    /** The input as it is sent. */
    public Map<String, Object> input() {
        return input;
    }

    /** What the run would refuse its input for; empty where it takes it. */
    public Optional<String> problem(Instant now) {
        return type.equals("Rollback")
                ? StartCheck.rollback(input)
                : StartCheck.deployment(input, now.truncatedTo(ChronoUnit.SECONDS));
    }
}
