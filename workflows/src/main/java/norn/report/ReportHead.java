package norn.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the report is about, and what came of it.
 *
 * @param previousRelease null where none was active
 * @param zone in which times are shown
 * @param pace the environment's, as it is written
 * @param rollback why the rollback was begun, and who ordered it; null: there was none
 * @param endings why phases did not simply run to their end
 * @param watched from what times count, where the deployment only watches; null: it has a day of its own
 */
public record ReportHead(
        String deployment,
        String environment,
        String release,
        @Nullable String previousRelease,
        Status status,
        Instant asOf,
        ZoneId zone,
        String pace,
        @Nullable String rollback,
        List<Ending> endings,
        @Nullable String watched) {
    public ReportHead {
        endings = List.copyOf(endings);
    }

    /**
     * A phase that ended early, or that was reopened after it had.
     *
     * @param kind null: it was reopened
     */
    public record Ending(PhaseName phase, PhaseOutcome.@Nullable Kind kind, String reason) {}

    static ReportHead of(ReportInput input) {
        var plan = input.plan();
        return new ReportHead(
                input.checklist().deployment(),
                plan.environment(),
                plan.release(),
                plan.previousRelease(),
                input.status(),
                input.asOf(),
                plan.policy().zone(),
                plan.policy().pace().text(),
                rollback(input),
                endings(input),
                plan.watched() == null ? null : plan.watched().text(plan.release()));
    }

    private static @Nullable String rollback(ReportInput input) {
        String why = null;
        for (var entry : input.entries()) {
            var cause = entry.event() instanceof Event.PhaseStarted started ? started.cause() : null;
            if (cause != null && cause.kind() == PhaseOutcome.Kind.ROLL_BACK) {
                why = cause.orderedBy() == null
                        ? cause.reason()
                        : "%s, ordered by %s".formatted(cause.reason(), cause.orderedBy());
            }
        }
        return why;
    }

    private static List<Ending> endings(ReportInput input) {
        var endings = new ArrayList<Ending>();
        for (var journal : input.journals()) {
            for (var entry : journal.entries()) {
                if (entry.event() instanceof Event.PhaseEnded ended
                        && !ended.outcome().reason().isBlank()) {
                    endings.add(new Ending(
                            journal.phase(),
                            ended.outcome().kind(),
                            ended.outcome().reason()));
                }
                if (entry.event() instanceof Event.PhaseReopened reopened) {
                    endings.add(new Ending(journal.phase(), null, reopened.reason()));
                }
            }
        }
        return endings;
    }
}
