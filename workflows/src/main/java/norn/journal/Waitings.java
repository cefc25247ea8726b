package norn.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.journal.Checklist.Proposed;
import norn.journal.Checklist.Waiting;
import norn.runbook.Criterion;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/** What waits for people in a phase, each with the message that answers it, ready to send but for the name. */
final class Waitings {
    /** Where the sender's name goes; nobody's name. */
    static final String NOBODY = "…";

    private final PhaseState state;

    Waitings(PhaseState state) {
        this.state = state;
    }

    List<Waiting> all() {
        var all = new ArrayList<Waiting>();
        for (var step : state.definitions()) of(step).ifPresent(all::add);
        for (var question : state.questions().values())
            if (question.open())
                state.criterion(question.criterion()).ifPresent(met -> all.add(criterion(met, question)));
        return all;
    }

    private Optional<Waiting> of(Step step) {
        var now = state.step(step.id());
        if (now instanceof StepState.Failed failed && failed.asks()) return Optional.of(failure(step, failed));
        if (now instanceof StepState.Open open && step.work() instanceof Work.Gate gate)
            return Optional.of(gate(step, gate, open));
        if (now instanceof StepState.Asked asked && step.work() instanceof Work.Attestation attestation)
            return Optional.of(attestation(step, attestation, asked));
        return Optional.empty();
    }

    private Waiting gate(Step step, Work.Gate gate, StepState.Open open) {
        var payload = answer("gate", step.id(), open.attempt());
        payload.put("verdict", Event.Verdict.GO.name());
        return new Waiting(
                "gate",
                step.id(),
                step.title(),
                gate.roles(),
                open.since(),
                state.timetable().deadline(step).orElse(null),
                open.attempt(),
                names(Event.Verdict.values()),
                message("decide", payload),
                sentences(
                        found(step),
                        gate.quorum() == 1 ? null : "%d different people must say GO".formatted(gate.quorum()),
                        open.decisions().isEmpty()
                                ? null
                                : "GO so far: "
                                        + open.decisions().stream()
                                                .map(Event.Decided::by)
                                                .collect(Collectors.joining(", ")),
                        gate.notBy().isEmpty() ? null : "not by who acted at " + String.join(", ", gate.notBy()),
                        gate.deadline() == null ? null : silence(gate)));
    }

    /** What the step found because of which people are asked at all: the price of a rollback, say. */
    private @Nullable String found(Step step) {
        return step.when() != null && state.step(step.when().step()) instanceof StepState.Over survey
                ? survey.proof().summary()
                : null;
    }

    private static String silence(Work.Gate gate) {
        return switch (gate.silence()) {
            case NO_GO -> "silence counts as NO_GO";
            case GO -> "silence counts as GO";
            case PAGE -> "people are paged until somebody answers";
        };
    }

    private static Waiting attestation(Step step, Work.Attestation attestation, StepState.Asked asked) {
        var payload = answer("step", step.id(), asked.attempt());
        if (!attestation.values().isEmpty()) {
            var values = new LinkedHashMap<String, Object>();
            attestation.values().forEach(value -> values.put(value.name(), null));
            payload.put("values", values);
        }
        return new Waiting(
                "step",
                step.id(),
                step.title(),
                attestation.roles(),
                asked.since(),
                null,
                asked.attempt(),
                names(Event.Outcome.values()),
                message("complete", payload),
                sentences(Stream.concat(
                                attestation.items().stream(),
                                attestation.values().stream()
                                        .map(value -> "%s: %s%s"
                                                .formatted(
                                                        value.name(),
                                                        value.title(),
                                                        value.unit() == null ? "" : ", in " + value.unit())))
                        .toArray(String[]::new)));
    }

    private Waiting failure(Step step, StepState.Failed failed) {
        var payload = answer("step", step.id(), failed.attempt());
        payload.put("choice", Event.Choice.RETRY.name());
        return new Waiting(
                "failure",
                step.id(),
                step.title(),
                state.consequences().responsible(),
                failed.at(),
                null,
                failed.attempt(),
                state.consequences().choices(step).stream().map(Enum::name).toList(),
                message("resolve", payload),
                failed.proof().summary());
    }

    private Waiting criterion(Criterion criterion, Question question) {
        var payload = answer("step", criterion.id(), question.attempt());
        payload.put("choice", Event.Choice.KEEP.name());
        var deadline = state.timetable().deadline(question);
        return new Waiting(
                "criterion",
                criterion.id(),
                criterion.title(),
                state.consequences().responsible(),
                question.since(),
                deadline.orElse(null),
                question.attempt(),
                List.of(Event.Choice.KEEP.name(), Event.Choice.ROLL_BACK.name()),
                message("resolve", payload),
                sentences(question.detail(), deadline.isPresent() ? "silence takes back what loses no data" : null));
    }

    private static Map<String, Object> answer(String what, String id, int attempt) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put(what, id);
        if (attempt > 1) payload.put("attempt", attempt);
        return payload;
    }

    private static Proposed message(String name, Map<String, Object> payload) {
        payload.put("by", NOBODY);
        return new Proposed(name, Collections.unmodifiableMap(payload));
    }

    private static List<String> names(Enum<?>[] choices) {
        return Stream.of(choices).map(Enum::name).toList();
    }

    private static @Nullable String sentences(@Nullable String... parts) {
        var text = Stream.of(parts).flatMap(Stream::ofNullable).collect(Collectors.joining("; "));
        return text.isEmpty() ? null : text;
    }
}
