package norn.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import norn.message.Refusal;
import norn.plan.ShortText;
import norn.plan.Suggestion;
import norn.runbook.Criterion;
import norn.runbook.Step;
import norn.state.LostLock;
import norn.state.Question;
import org.jspecify.annotations.Nullable;

/** Finds what a message refers to; where there is none, the refusal names what there is. */
final class Lookup {
    private static final int MAX_CHARACTERS = 80;

    private final EngineState engine;

    Lookup(EngineState engine) {
        this.engine = engine;
    }

    /**
     * The step of that id.
     *
     * @param what what the sender calls it, such as {@code gate}
     * @throws Refusal if this phase has none
     */
    Step step(String what, String id) {
        return engine.state.definition(id).orElseThrow(() -> unknown(what, id));
    }

    /** The rollback criterion of that id. */
    Criterion criterion(String id) {
        return engine.state
                .criterion(id)
                .filter(criterion -> criterion.purpose() == Criterion.Purpose.ROLLBACK)
                .orElseThrow(() -> new Refusal("'%s': no such criterion.%s %s"
                        .formatted(
                                clip(id), suggestion(id, rollbackCriteria()), Suggestion.known(rollbackCriteria()))));
    }

    Refusal unknown(String what, String id) {
        return new Refusal("'%s': no such %s in phase %s.%s %s"
                .formatted(clip(id), what, engine.state.phase(), suggestion(id, ids()), waitingText()));
    }

    void refuseOtherAttempt(Step step, @Nullable Integer attempt) {
        var current = engine.attempt(step);
        if (attempt != null && attempt != current) {
            throw new Refusal(
                    "%s is at attempt %d, the answer is for attempt %d".formatted(step.id(), current, attempt));
        }
    }

    /** Which message fits the step. */
    String howToAnswer(Step step) {
        return step.work()
                .match(
                        action -> "the machine does it (%s), and no answer is needed".formatted(action.name()),
                        attestation -> "a person attests it; send complete",
                        gate -> "people decide there; send decide");
    }

    /** What people are asked for now. */
    String waitingText() {
        var waiting = new ArrayList<String>();
        engine.state.steps().forEach((id, state) -> {
            if (state.isWaiting()) {
                waiting.add(id);
            }
        });
        engine.state.questions().values().stream()
                .filter(Question::open)
                .map(Question::criterion)
                .forEach(waiting::add);
        var lost = engine.state.lostLock();
        if (lost != null && lost.isOpen()) {
            waiting.add(LostLock.ID);
        }
        if (waiting.isEmpty()) {
            return "Nothing waits for people now";
        }
        return "Waiting: "
                + waiting.stream().limit(20).collect(Collectors.joining(", "))
                + (waiting.size() > 20 ? " and %d more".formatted(waiting.size() - 20) : "");
    }

    static String clip(String text) {
        return ShortText.of(text, MAX_CHARACTERS);
    }

    private Set<String> ids() {
        var ids = new LinkedHashSet<>(engine.state.steps().keySet());
        ids.addAll(rollbackCriteria());
        return ids;
    }

    private List<String> rollbackCriteria() {
        return engine.plan.runbook().criteria().stream()
                .filter(criterion -> criterion.purpose() == Criterion.Purpose.ROLLBACK)
                .map(Criterion::id)
                .toList();
    }

    private static String suggestion(String id, Collection<String> known) {
        var suggestion = Suggestion.forWord(id, known);
        return suggestion == null ? "" : " " + suggestion;
    }
}
