package norn.report;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * When users had no access: from the first change of the environment until access was restored, on D-Day and in a rollback; in a
 * rollback that a person started, from when the host's records say that they were shut out.
 *
 * @param phase the phase that restored access, or the last one where it is not restored yet
 * @param endedAt null: access is not restored yet
 * @param endedBy the step that restored access; null: it is not restored yet
 */
public record Downtime(
        PhaseName phase,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String endedBy) {
    /** What a survey finds on the host: since when users are out, in ISO form. */
    private static final String USERS_OUT_SINCE = "usersOutSince";

    /** How long, until {@code asOf} where access is not restored yet. */
    public Duration duration(Instant asOf) {
        var end = endedAt == null ? asOf : endedAt;
        return end.isBefore(startedAt) ? Duration.ZERO : Duration.between(startedAt, end);
    }

    /** Every downtime of the deployment, in the order of time. */
    public static List<Downtime> of(Plan plan, List<Journal> journals) {
        var all = new ArrayList<Downtime>();
        Instant startedAt = null;
        var phase = PhaseName.DEPLOYMENT_DAY;
        for (var journal : journals) {
            if (journal.phase() != PhaseName.DEPLOYMENT_DAY && journal.phase() != PhaseName.ROLLBACK) {
                continue;
            }
            phase = journal.phase();
            for (var entry : journal.entries()) {
                if (startedAt == null
                        && entry.event() instanceof Event.StepStarted started
                        && startsDowntime(plan, started.step())) {
                    startedAt = entry.at();
                }
                if (startedAt == null && entry.event() instanceof Event.StepSucceeded survey) {
                    startedAt = foundSince(survey.evidence(), entry.at());
                }
                if (startedAt != null
                        && entry.event() instanceof Event.StepSucceeded done
                        && endsDowntime(plan, done.step())) {
                    all.add(new Downtime(phase, startedAt, entry.at(), done.step()));
                    startedAt = null;
                }
            }
        }
        if (startedAt != null) {
            all.add(new Downtime(phase, startedAt, null, null));
        }
        return all;
    }

    private static @Nullable Instant foundSince(Evidence evidence, Instant now) {
        try {
            var since = evidence.values().get(USERS_OUT_SINCE) instanceof String text ? Instant.parse(text) : null;
            return since == null || since.isAfter(now) ? null : since;
        } catch (DateTimeParseException notTime) { // anyone's worker may serve the action
            return null;
        }
    }

    private static boolean startsDowntime(Plan plan, String id) {
        return plan.runbook()
                .step(id)
                .filter(step -> step.changes() && !restoresAccess(step))
                .isPresent();
    }

    private static boolean endsDowntime(Plan plan, String id) {
        return plan.runbook().step(id).filter(Downtime::restoresAccess).isPresent();
    }

    private static boolean restoresAccess(Step step) {
        return step.goLive() || step.serves(StepPurpose.RESTORES_ACCESS);
    }
}
