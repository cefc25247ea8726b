package norn.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.plan.ShortText;
import norn.report.Checklist.ProposedMessage;
import norn.report.Checklist.WaitingItem;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.LostLock;
import norn.state.PhaseState;
import norn.state.Position;
import norn.state.Question;
import norn.state.StepStatus;
import org.jspecify.annotations.Nullable;

/** What waits for people in a phase, each with the message that answers it, ready to send but for the name. */
final class WaitingItems {
    /** Where the sender's name goes; nobody's name. */
    static final String PLACEHOLDER = "…";

    private static final int MAX_FOUND = 4;
    private static final int MAX_FOUND_CHARACTERS = 160;

    private final PhaseState state;

    WaitingItems(PhaseState state) {
        this.state = state;
    }

    List<WaitingItem> all() {
        var all = new ArrayList<WaitingItem>();
        for (var step : state.definitions()) {
            of(step).ifPresent(all::add);
        }
        for (var question : state.questions().values()) {
            if (question.open()) {
                state.criterion(question.criterion()).ifPresent(met -> all.add(criterion(met, question)));
            }
        }
        var lost = state.lostLock();
        if (lost != null && lost.isOpen()) {
            all.add(lostLock(lost));
        }
        return all;
    }

    private WaitingItem lostLock(LostLock lost) {
        var payload = answer("step", LostLock.ID, lost.attempt());
        payload.put("choice", Event.Choice.RETRY.name());
        return new WaitingItem(
                "failure",
                LostLock.ID,
                "Another run has taken the lock of this environment",
                state.consequences().responsibleRoles(),
                lost.since(),
                null,
                lost.attempt(),
                List.of(Event.Choice.RETRY.name(), Event.Choice.ROLL_BACK.name()),
                message("resolve", payload),
                sentences(
                        "%s has it, and may change the environment; nothing is started here meanwhile"
                                .formatted(lost.holder()),
                        "RETRY: it goes on here once the lock is free; see first what the other run has changed",
                        "ROLL_BACK: "
                                + (state.phase() == PhaseName.ROLLBACK
                                        ? "the rollback is given up"
                                        : state.position() == Position.BEFORE_CHANGE
                                                ? "the deployment ends as ABANDONED, and nothing has been changed"
                                                : "all changes are rolled back once the lock is free")));
    }

    private Optional<WaitingItem> of(Step step) {
        var now = state.step(step.id());
        if (now instanceof StepStatus.Failed failed && failed.asks()) {
            return Optional.of(failure(step, failed));
        }
        if (now instanceof StepStatus.Open open && step.work() instanceof Work.Gate gate) {
            return Optional.of(gate(step, gate, open));
        }
        if (now instanceof StepStatus.Asked asked && step.work() instanceof Work.Attestation attestation) {
            return Optional.of(attestation(step, attestation, asked));
        }
        return Optional.empty();
    }

    private WaitingItem gate(Step step, Work.Gate gate, StepStatus.Open open) {
        var payload = answer("gate", step.id(), open.attempt());
        payload.put("verdict", Event.Verdict.GO.name());
        return new WaitingItem(
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
                        surveySummary(step),
                        found(step),
                        gate.quorum() == 1 ? null : "%d different people must say GO".formatted(gate.quorum()),
                        open.decisions().isEmpty()
                                ? null
                                : "GO so far: "
                                        + open.decisions().stream()
                                                .map(Event.Decided::by)
                                                .collect(Collectors.joining(", ")),
                        gate.notBy().isEmpty() ? null : "not by who acted at " + String.join(", ", gate.notBy()),
                        "GO: " + goText(step),
                        "NO_GO: " + noGoText(gate),
                        gate.deadline() == null ? null : deadlineText(gate)));
    }

    /** What the steps found that come right before the gate: what people decide on. */
    private @Nullable String found(Step step) {
        var found = new ArrayList<String>();
        for (var need : step.needs()) {
            var isSaid = step.when() != null && step.when().step().equals(need);
            if (found.size() < MAX_FOUND
                    && !isSaid
                    && state.step(need) instanceof StepStatus.Over over
                    && !over.evidence().summary().isEmpty()) {
                found.add(
                        "%s: %s".formatted(need, ShortText.line(over.evidence().summary(), MAX_FOUND_CHARACTERS)));
            }
        }
        return found.isEmpty() ? null : String.join("; ", found);
    }

    private String goText(Step gate) {
        return state.definitions().stream()
                .filter(step -> step.needs().contains(gate.id()))
                .findFirst()
                .map(step -> "next is %s, %s".formatted(step.id(), step.title()))
                .orElse("it stands in the record");
    }

    private String noGoText(Work.Gate gate) {
        return switch (state.consequences().noGoEffect(gate)) {
            case IS_RECORDED -> "it stands in the record, and nothing is rolled back";
            case ASKS -> "you are asked what to do";
            case STOPS ->
                state.phase() == PhaseName.ROLLBACK
                        ? "nothing is rolled back"
                        : state.position() == Position.CHANGED
                                ? "all changes are rolled back"
                                : "the deployment ends as ABANDONED, and nothing has been changed";
        };
    }

    /** What the step found because of which people are asked at all, such as what a rollback would cost. */
    private @Nullable String surveySummary(Step step) {
        return step.when() != null && state.step(step.when().step()) instanceof StepStatus.Over survey
                ? survey.evidence().summary()
                : null;
    }

    private static String deadlineText(Work.Gate gate) {
        return switch (gate.onDeadline()) {
            case NO_GO -> "no answer counts as NO_GO";
            case GO -> "no answer counts as GO";
            case PAGE -> "people are paged until somebody answers";
        };
    }

    private static WaitingItem attestation(Step step, Work.Attestation attestation, StepStatus.Asked asked) {
        var payload = answer("step", step.id(), asked.attempt());
        if (!attestation.values().isEmpty()) {
            var values = new LinkedHashMap<String, Object>();
            attestation.values().forEach(value -> values.put(value.name(), null));
            payload.put("values", values);
        }
        return new WaitingItem(
                "step",
                step.id(),
                step.title(),
                attestation.roles(),
                asked.since(),
                null,
                asked.attempt(),
                names(Event.AttestationOutcome.values()),
                message("complete", payload),
                sentences(Stream.concat(
                                attestation.items().stream(),
                                attestation.values().stream()
                                        .map(value -> "%s: %s%s"
                                                .formatted(
                                                        value.name(),
                                                        value.title(),
                                                        value.unit() == null ? "" : ", in " + value.unit())))
                        .toArray(String[]::new)),
                attestation.values().stream()
                        .map(value -> new Checklist.AskedFor(value.name(), value.title(), value.expected()))
                        .toList());
    }

    private WaitingItem failure(Step step, StepStatus.Failed failed) {
        var payload = answer("step", step.id(), failed.attempt());
        payload.put("choice", Event.Choice.RETRY.name());
        return new WaitingItem(
                "failure",
                step.id(),
                step.title(),
                state.consequences().responsibleRoles(),
                failed.at(),
                null,
                failed.attempt(),
                state.consequences().choices(step).stream().map(Enum::name).toList(),
                message("resolve", payload),
                sentences(
                        failed.evidence().summary(),
                        state.timetable()
                                .triedAgainAt(step)
                                .map("nobody watches meanwhile; it is tried again by itself at %s"::formatted)
                                .orElse(null)));
    }

    private WaitingItem criterion(Criterion criterion, Question question) {
        var payload = answer("step", criterion.id(), question.attempt());
        payload.put("choice", Event.Choice.KEEP.name());
        var deadline = state.timetable().deadline(question);
        return new WaitingItem(
                "criterion",
                criterion.id(),
                criterion.title(),
                state.consequences().responsibleRoles(),
                question.since(),
                deadline.orElse(null),
                question.attempt(),
                state.consequences().choices().stream().map(Event.Choice::name).toList(),
                message("resolve", payload),
                sentences(
                        question.detail(),
                        deadline.isPresent() ? silence(question) : null,
                        state.rules().keepCoversWhatWasSeen()
                                ? "KEEP covers it until %s, unless it gets clearly worse"
                                        .formatted(question.coveredUntil(state.asking()))
                                : null));
    }

    private String silence(Question question) {
        return state.consequences().staysOpen(question)
                ? "without an answer nothing is rolled back, and people are paged again"
                : "without an answer, what loses no data is rolled back";
    }

    private static Map<String, Object> answer(String what, String id, int attempt) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put(what, id);
        if (attempt > 1) {
            payload.put("attempt", attempt);
        }
        return payload;
    }

    private static ProposedMessage message(String name, Map<String, Object> payload) {
        payload.put("by", PLACEHOLDER);
        return new ProposedMessage(name, Collections.unmodifiableMap(payload));
    }

    private static List<String> names(Enum<?>[] choices) {
        return Stream.of(choices).map(Enum::name).toList();
    }

    private static @Nullable String sentences(@Nullable String... parts) {
        var text = Stream.of(parts).flatMap(Stream::ofNullable).collect(Collectors.joining("; "));
        return text.isEmpty() ? null : text;
    }
}
