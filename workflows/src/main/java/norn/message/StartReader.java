package norn.message;

import io.temporal.common.converter.RawValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import norn.plan.DeploymentStart;
import norn.plan.RollbackStart;
import norn.plan.ShortText;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;

/** Reads what a run is started with; everything that is wrong is reported at once. */
public final class StartReader {
    public static final String DEPLOYMENT_EXAMPLE = "{\"release\":\"v1.0.0\",\"environment\":\"production\"}";
    static final String ROLLBACK_EXAMPLE = "{\"environment\":\"production\",\"reason\":\"…\",\"by\":\"alice\"}";

    /** A T-0 later than this is a typing error, and no timer reaches it. */
    private static final Duration MAX_T0_DISTANCE = Duration.ofDays(3653);

    private StartReader() {}

    /** A deployment's start, beside which there must be no {@code surplus}; a T-0 that is not after {@code now} is refused. */
    public static DeploymentStart deployment(@Nullable RawValue raw, @Nullable RawValue surplus, Instant now) {
        var object = Payloads.onlyObject(raw, surplus, DEPLOYMENT_EXAMPLE);
        var fields = new Fields(object, List.of("release", "environment", "t0", "phases", "by", "note"));
        var release = fields.identifier("release", "v1.0.0");
        var environment = fields.identifier("environment", "production");
        var t0 = fields.has("t0") ? fields.time("t0") : null;
        if (t0 != null && !t0.isAfter(now)) {
            fields.problem("t0", t0 + " is in the past", "a time after " + now);
        }
        if (t0 != null && t0.isAfter(now.plus(MAX_T0_DISTANCE))) {
            fields.problem("t0", t0 + " is more than ten years away", "2026-12-01T09:00:00Z");
        }
        var phases = new ArrayList<PhaseName>();
        var known = List.of("pre-deployment", "deployment-day", "post-deployment");
        for (var phase : fields.texts("phases")) {
            if (known.contains(phase)) {
                phases.add(PhaseName.of(phase));
            } else {
                fields.unknownWord("phases", ShortText.quoted(phase, 60) + ": no such phase", phase, known);
            }
        }
        var by = fields.optionalPerson("by");
        var note = fields.optionalWords("note");
        fields.throwProblems();
        Collections.sort(phases);
        return new DeploymentStart(release, environment, t0, phases, by, note);
    }

    /** The start of a rollback that a person wants. */
    public static RollbackStart rollback(@Nullable RawValue raw, @Nullable RawValue surplus) {
        var object = Payloads.onlyObject(raw, surplus, ROLLBACK_EXAMPLE);
        var fields = new Fields(object, List.of("environment", "reason", "by", "mode", "to", "takeOver"));
        var environment = fields.identifier("environment", "production");
        var reason = fields.words("reason");
        var by = fields.person("by");
        var mode = fields.has("mode")
                ? fields.enumConstant("mode", RollbackMode.class, RollbackMode::id)
                : RollbackMode.AUTO;
        var to = fields.optionalIdentifier("to", "v0.9.0");
        var takeOver = fields.flag("takeOver");
        fields.throwProblems();
        return new RollbackStart(environment, reason, by, mode == null ? RollbackMode.AUTO : mode, to, takeOver);
    }
}
