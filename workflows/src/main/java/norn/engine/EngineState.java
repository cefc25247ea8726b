package norn.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.plan.Plan;
import norn.runbook.Step;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.PhaseState;
import norn.state.RefusalCount;
import norn.state.StepStatus;

/** The journal being written, the state that follows from it, and the commands that are not taken yet. */
final class EngineState {
    final Plan plan;
    final PhaseContext context;
    final PhaseState state;
    final RefusalCount refusalCount = new RefusalCount();
    /** How many messages were accepted that answer no question, so that any number could come. */
    private int unaskedMessages;

    private final List<Journal.Entry> entries = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();

    EngineState(Plan plan, PhaseContext context) {
        this.plan = plan;
        this.context = context;
        this.state = new PhaseState(plan, context.phase());
    }

    /** Applies what was written before. */
    void replay(Journal journal) {
        for (var entry : journal.entries()) {
            add(entry);
            if (entry.event() instanceof Event.Refused refused) {
                refusalCount.recorded(refused.reason());
            }
        }
        if (state.ending() != null) {
            cancelRunning();
        }
    }

    void write(Event event, Instant now) {
        add(new Journal.Entry(now, event));
    }

    private void add(Journal.Entry entry) {
        entries.add(entry);
        state.apply(entry);
        if (isUnasked(entry.event())) {
            unaskedMessages++;
        }
    }

    private static boolean isUnasked(Event event) {
        return event instanceof Event.IncidentLogged
                || event instanceof Event.Paused
                || event instanceof Event.Resumed
                || event instanceof Event.T0Set;
    }

    /** How many there were in this phase. */
    int unaskedMessages() {
        return unaskedMessages;
    }

    void command(Command command) {
        commands.add(command);
    }

    void page(String about, String text) {
        commands.add(new Command.Page(about, text));
    }

    /** Nothing new starts from here on; the phase ends once what runs has ended. */
    void stop(PhaseOutcome outcome, Instant now) {
        if (state.ending() != null) {
            return;
        }
        write(new Event.PhaseStopping(outcome), now);
        for (var start : untakenStarts()) {
            commands.remove(start);
            write(
                    new Event.StepFailed(
                            start.step().id(), start.attempt(), "Stopped", "the phase stopped before it began"),
                    now);
        }
        cancelRunning();
    }

    private List<Command.StartAction> untakenStarts() {
        return commands.stream()
                .filter(Command.StartAction.class::isInstance)
                .map(Command.StartAction.class::cast)
                .toList();
    }

    private void cancelRunning() {
        for (var step : state.running()) {
            if (!step.isCompensation()) {
                commands.add(new Command.CancelAction(step.id(), attempt(step)));
            }
        }
    }

    /** The commands since the last time, in the order in which they arose. */
    List<Command> takeCommands() {
        var taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }

    Journal journal() {
        return new Journal(context.phase(), entries);
    }

    StepStatus stateOf(Step step) {
        var known = state.step(step.id());
        if (known == null) {
            throw new IllegalArgumentException("no step %s in this phase".formatted(step.id()));
        }
        return known;
    }

    int attempt(Step step) {
        return stateOf(step).attempt();
    }
}
