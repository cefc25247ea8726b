package norn.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.state.Journal;
import norn.state.LoggedIncident;
import norn.state.RefusedMessage;
import norn.state.Status;
import norn.state.StepEvidence;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/** The whole state as the {@code checklist} query answers it; the contract's shape, null where a thing is not known. */
public record Checklist(
        String deployment,
        String environment,
        String release,
        @Nullable String previousRelease,
        @Nullable PhaseName phase,
        String status,
        Instant asOf,
        @Nullable Instant t0,
        @Nullable Instant goLiveAt,
        List<WaitingItem> waiting,
        List<Line> steps,
        List<RefusedMessage> refused,
        List<LoggedIncident> incidents) {
    public Checklist {
        waiting = List.copyOf(waiting);
        steps = List.copyOf(steps);
        refused = List.copyOf(refused);
        incidents = List.copyOf(incidents);
    }

    /**
     * The checklist that journals come to. Phases of the plan that have no journal yet are pending; the rollback appears once it
     * has begun, for until then it is no part of what is to be done.
     *
     * @param plan the whole plan, or the plan of one phase
     * @param journals of the phases that have begun, in their order
     * @param status of the deployment, or of the phase that is asked
     */
    public static Checklist of(Plan plan, List<Journal> journals, String deployment, Status status, Instant asOf) {
        return new ChecklistBuilder(plan, journals).checklist(deployment, status, asOf);
    }

    /** The checklist of a run that has no plan yet. */
    public static Checklist withoutPlan(
            String deployment, String environment, String release, Status status, Instant asOf) {
        return new Checklist(
                deployment,
                environment,
                release,
                null,
                null,
                status.name(),
                asOf,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * Something that waits for people; {@code message} is ready to send but for {@code by}.
     *
     * @param asks the values that its answer needs; most need none
     */
    public record WaitingItem(
            String kind,
            String id,
            String title,
            List<String> roles,
            Instant since,
            @Nullable Instant deadline,
            int attempt,
            List<String> choices,
            ProposedMessage message,
            @Nullable String detail,
            List<AskedFor> asks) {
        public WaitingItem {
            asks = asks == null ? List.of() : List.copyOf(asks); // a worker of an earlier version says nothing of them
        }

        /** One that asks for no values. */
        public WaitingItem(
                String kind,
                String id,
                String title,
                List<String> roles,
                Instant since,
                @Nullable Instant deadline,
                int attempt,
                List<String> choices,
                ProposedMessage message,
                @Nullable String detail) {
            this(kind, id, title, roles, since, deadline, attempt, choices, message, detail, List.of());
        }
    }

    /** A value that people are asked for, and what it may be, in words. */
    public record AskedFor(String name, String title, String expected) {}

    /** A message to send; {@code payload} is ordered. */
    public record ProposedMessage(String name, Map<String, Object> payload) {}

    /** One step, gates included. */
    public record Line(
            String id,
            PhaseName phase,
            String section,
            String title,
            List<String> covers,
            StepState state,
            int attempt,
            @Nullable Instant plannedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String by,
            @Nullable StepEvidence evidence) {
        /** A step of which nothing is known but that it is planned. */
        public static Line pending(String id, PhaseName phase, String title, List<String> covers, int attempt) {
            return new Line(id, phase, "", title, covers, StepState.PENDING, attempt, null, null, null, null, null);
        }
    }
}
