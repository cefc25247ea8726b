package norn.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import norn.runbook.Step;
import norn.state.PhaseState;
import norn.state.Question;
import norn.state.StepStatus;
import org.jspecify.annotations.Nullable;

/** The deadline of an open gate, or of a met criterion that people are asked about. */
record Deadline(Instant at, @Nullable Step step, @Nullable Question question) {
    private static Deadline of(Step gate, Instant at) {
        return new Deadline(at, gate, null);
    }

    private static Deadline of(Question question, Instant at) {
        return new Deadline(at, null, question);
    }

    /** Those that have come, the earliest first. */
    static List<Deadline> passed(PhaseState state, Instant now) {
        return all(state).stream()
                .filter(deadline -> !now.isBefore(deadline.at()))
                .sorted(Comparator.comparing(Deadline::at))
                .toList();
    }

    /** The next one to come. */
    static Optional<Deadline> nearest(PhaseState state) {
        return all(state).stream().min(Comparator.comparing(Deadline::at));
    }

    String id() {
        if (step != null) {
            return step.id();
        }
        return question == null ? "" : question.criterion();
    }

    private static List<Deadline> all(PhaseState state) {
        var all = new ArrayList<Deadline>();
        for (var step : state.definitions()) {
            if (state.step(step.id()) instanceof StepStatus.Open) {
                state.timetable().deadline(step).ifPresent(at -> all.add(of(step, at)));
            }
        }
        for (var question : state.questions().values()) {
            state.timetable().deadline(question).ifPresent(at -> all.add(of(question, at)));
        }
        return all;
    }
}
