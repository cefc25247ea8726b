package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import norn.plan.Plan;
import norn.plan.Schedule;
import norn.report.Checklist.Line;
import norn.report.Checklist.WaitingItem;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.state.Journal;
import norn.state.LoggedIncident;
import norn.state.PhaseState;
import norn.state.Status;
import norn.state.StepEvidence;
import norn.state.StepStatus;
import org.jspecify.annotations.Nullable;

/** The checklist, out of the plan and the journals of the phases so far. */
final class ChecklistBuilder {
    private final Plan plan;
    private final List<PhaseState> states;
    private final @Nullable PhaseName phase;
    private final Schedule schedule;

    ChecklistBuilder(Plan plan, List<Journal> journals) {
        this.plan = plan;
        this.states =
                journals.stream().map(journal -> PhaseState.of(plan, journal)).toList();
        this.phase = current(journals);
        this.schedule = new Schedule(plan.policy(), last(PhaseState::t0), last(PhaseState::goLiveAt));
    }

    /** The phase that something happened in last: after a rollback that nobody agreed to, an earlier one goes on. */
    private static @Nullable PhaseName current(List<Journal> journals) {
        Journal current = null;
        for (var journal : journals) {
            if (current == null || !end(journal).isBefore(end(current))) {
                current = journal;
            }
        }
        return current == null ? null : current.phase();
    }

    private static Instant end(Journal journal) {
        var entries = journal.entries();
        return entries.isEmpty() ? Instant.MIN : entries.get(entries.size() - 1).at();
    }

    Checklist checklist(String deployment, Status status, Instant asOf) {
        return new Checklist(
                deployment,
                plan.environment(),
                plan.release(),
                plan.previousRelease(),
                phase,
                status.name(),
                asOf,
                schedule.t0(),
                schedule.goLiveAt(),
                waiting(),
                lines(),
                states.stream().flatMap(state -> state.refused().stream()).toList(),
                incidents());
    }

    private List<WaitingItem> waiting() {
        return states.stream()
                .filter(state -> state.outcome() == null)
                .flatMap(state -> new WaitingItems(state).all().stream())
                .toList();
    }

    /** An incident that a later phase goes on with is one incident. */
    private List<LoggedIncident> incidents() {
        var incidents = new LinkedHashMap<String, LoggedIncident>();
        for (var state : states) {
            state.incidents().forEach((id, incident) -> incidents.merge(id, incident, ChecklistBuilder::later));
        }
        return List.copyOf(incidents.values());
    }

    private static LoggedIncident later(LoggedIncident before, LoggedIncident now) {
        return new LoggedIncident(
                now.id(), now.severity(), now.summary(), now.state(), now.by(), before.openedAt(), now.closedAt());
    }

    private List<Line> lines() {
        var lines = new ArrayList<Line>();
        for (var phase : plan.runbook().phases()) {
            var state = states.stream()
                    .filter(begun -> begun.phase() == phase.name())
                    .reduce((earlier, later) -> later);
            if (state.isEmpty()
                    && phase.name() == PhaseName.ROLLBACK
                    && plan.runbook().phases().size() > 1) {
                continue;
            }
            for (var section : phase.sections()) {
                for (var step : section.steps()) {
                    lines.add(line(phase, section, step, state));
                }
            }
        }
        return lines;
    }

    private Line line(Phase phase, Phase.Section section, Step step, Optional<PhaseState> state) {
        var now = state.map(begun -> begun.step(step.id())).orElseGet(() -> StepStatus.Pending.of(1));
        var planned = state.map(begun -> begun.timetable().expectedAt(step)).orElseGet(() -> schedule.expected(step));
        var times = StepTimes.of(now);
        return new Line(
                step.id(),
                phase.name(),
                section.title(),
                step.title(),
                step.covers(),
                now.state(),
                now.attempt(),
                planned.orElse(null),
                times.startedAt(),
                times.endedAt(),
                times.by(),
                times.evidence());
    }

    private <T> @Nullable T last(Function<PhaseState, @Nullable T> of) {
        return states.stream()
                .<@Nullable T>map(of)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** When a step began and ended, who did it, and what there is to show for it. */
    private record StepTimes(
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String by,
            @Nullable StepEvidence evidence) {
        static StepTimes of(StepStatus state) {
            if (state instanceof StepStatus.Running running) {
                return begun(running.startedAt());
            }
            if (state instanceof StepStatus.Asked asked) {
                return begun(asked.since());
            }
            if (state instanceof StepStatus.Open open) {
                return begun(open.since());
            }
            if (state instanceof StepStatus.Failed failed) {
                return new StepTimes(failed.startedAt(), failed.at(), failed.by(), failed.evidence());
            }
            if (state instanceof StepStatus.Over over) {
                return new StepTimes(over.startedAt(), over.endedAt(), over.by(), over.evidence());
            }
            return new StepTimes(null, null, null, null);
        }

        private static StepTimes begun(Instant at) {
            return new StepTimes(at, null, null, null);
        }
    }
}
