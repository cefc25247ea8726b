package norn.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.Event.NoticeKind;
import norn.state.Position;
import norn.state.Question;
import norn.state.StepStatus;

/**
 * Tells people what waits for them: at once, in one notice for all that begins to wait together, again while nobody answers, before
 * a deadline passes, and before a gate opens at which they must be there.
 */
final class Notices {
    /** A gate is known so long before it is expected to open; planned time. */
    private static final Duration AHEAD = Duration.ofMinutes(30);

    /** People are warned so long before a deadline, or at half of it where that is shorter. */
    private static final Duration BEFORE_DEADLINE = Duration.ofMinutes(5);

    /** From so many reminders on, those on call are notified too. */
    private static final int ESCALATES = 2;

    private static final int MAX_NAMED = 10;

    private final EngineState engine;

    Notices(EngineState engine) {
        this.engine = engine;
    }

    /** Something that waits for people of some roles. */
    private record Waiting(String id, int attempt, String title, List<String> roles) {
        String key() {
            return id + "#" + attempt;
        }
    }

    /** When people are notified next, and of what. */
    private record Due(Instant at, Waiting waiting) {}

    void tell(Instant now) {
        if (!isOn()) {
            return;
        }
        for (var due : ahead()) {
            if (!now.isBefore(due.at())) {
                tellAhead(due.waiting(), now);
            }
        }
        var asked = waiting().stream()
                .filter(one -> !engine.state.notified().asked().contains(one.key()))
                .toList();
        if (!asked.isEmpty()) {
            tell(NoticeKind.ASKED, asked, "", false, now);
        }
        for (var due : deadlines()) {
            if (!now.isBefore(due.at())) {
                tellDeadline(due.waiting(), now);
            }
        }
        reminderAt().filter(at -> !now.isBefore(at)).ifPresent(at -> remind(now));
    }

    /** The next time at which people are to be notified of something. */
    Optional<Command.WakeAt> nextWakeUp() {
        if (!isOn()) {
            return Optional.empty();
        }
        return Stream.of(
                        ahead().stream()
                                .map(due -> new Command.WakeAt(
                                        due.at(), "tell of " + due.waiting().id())),
                        deadlines().stream()
                                .map(due -> new Command.WakeAt(
                                        due.at(),
                                        "warn of the deadline of "
                                                + due.waiting().id())),
                        reminderAt().stream().map(at -> new Command.WakeAt(at, "remind people")))
                .flatMap(wakes -> wakes)
                .min(Comparator.comparing(Command.WakeAt::at));
    }

    private boolean isOn() {
        return engine.plan.rules().tellsPeople() && engine.state.ending() == null;
    }

    /** Attestations and gates that people are asked for. Failures and criteria page by themselves. */
    private List<Waiting> waiting() {
        var waiting = new ArrayList<Waiting>();
        for (var step : engine.state.definitions()) {
            if (isAsked(engine.stateOf(step))) {
                waiting.add(waiting(step));
            }
        }
        return waiting;
    }

    private static boolean isAsked(StepStatus status) {
        return status instanceof StepStatus.Asked || status instanceof StepStatus.Open;
    }

    private static boolean isAskingFailure(StepStatus status) {
        return status instanceof StepStatus.Failed failed && failed.asks();
    }

    /** Whether {@link #allWaiting()} has anything: a question of each decision, often over a thousand steps. */
    private boolean isAnythingWaiting() {
        for (var step : engine.state.definitions()) {
            var status = engine.stateOf(step);
            if (isAsked(status) || isAskingFailure(status)) {
                return true;
            }
        }
        return engine.state.questions().values().stream().anyMatch(Question::open);
    }

    private Waiting waiting(Step step) {
        return new Waiting(
                step.id(),
                engine.attempt(step),
                step.title(),
                step.work().match(action -> List.of(), Work.Attestation::roles, Work.Gate::roles));
    }

    /** Everything that waits, failures and criteria too. */
    private List<Waiting> allWaiting() {
        var all = waiting();
        var responsible = engine.state.consequences().responsibleRoles();
        for (var step : engine.state.definitions()) {
            if (isAskingFailure(engine.stateOf(step))) {
                all.add(new Waiting(step.id(), engine.attempt(step), "it failed: " + step.title(), responsible));
            }
        }
        for (var question : openQuestions()) {
            all.add(new Waiting(question.criterion(), question.attempt(), question.detail(), responsible));
        }
        return all;
    }

    private List<Question> openQuestions() {
        return engine.state.questions().values().stream().filter(Question::open).toList();
    }

    /** Gates that are not open yet, and when people are notified that they will be. */
    private List<Due> ahead() {
        var ahead = new ArrayList<Due>();
        var lead = engine.plan.policy().pace().of(AHEAD);
        for (var step : engine.state.definitions()) {
            if (!(step.work() instanceof Work.Gate)
                    || !(engine.stateOf(step) instanceof StepStatus.Pending)
                    || engine.state.notified().ahead().contains(waiting(step).key())) {
                continue;
            }
            engine.state
                    .timetable()
                    .expectedAt(step)
                    .ifPresent(at -> ahead.add(new Due(at.minus(lead), waiting(step))));
        }
        return ahead;
    }

    private void tellAhead(Waiting gate, Instant now) {
        engine.write(new Event.PeopleNotified(NoticeKind.AHEAD, List.of(gate.key())), now);
        var expected = engine.state
                .definition(gate.id())
                .flatMap(step -> engine.state.timetable().expectedAt(step))
                .filter(now::isBefore);
        if (expected.isEmpty()) {
            return; // it is late already, and opens once what it needs is over
        }
        engine.command(new Command.Tell(
                gate.roles(),
                gate.id(),
                "it is expected to open at %s and waits for %s then: %s"
                        .formatted(
                                expected.get().truncatedTo(ChronoUnit.MINUTES),
                                String.join(" or ", gate.roles()),
                                gate.title()),
                false));
    }

    /** What waits with a deadline, and when people are warned of it. */
    private List<Due> deadlines() {
        var deadlines = new ArrayList<Due>();
        for (var step : engine.state.definitions()) {
            if (engine.stateOf(step) instanceof StepStatus.Open open) {
                engine.state
                        .timetable()
                        .deadline(step)
                        .ifPresent(at -> add(deadlines, waiting(step), open.deadlineFrom(), at));
            }
        }
        for (var question : openQuestions()) {
            var waiting = new Waiting(
                    question.criterion(),
                    question.attempt(),
                    question.detail(),
                    engine.state.consequences().responsibleRoles());
            engine.state
                    .timetable()
                    .deadline(question)
                    .ifPresent(at -> add(deadlines, waiting, question.deadlineFrom(), at));
        }
        return deadlines;
    }

    private void add(List<Due> deadlines, Waiting waiting, Instant from, Instant at) {
        if (!engine.state.notified().warned().contains(waiting.key())) {
            var half = Duration.between(from, at).dividedBy(2);
            deadlines.add(new Due(at.minus(half.compareTo(BEFORE_DEADLINE) < 0 ? half : BEFORE_DEADLINE), waiting));
        }
    }

    private void tellDeadline(Waiting waiting, Instant now) {
        engine.write(new Event.PeopleNotified(NoticeKind.DEADLINE, List.of(waiting.key())), now);
        engine.command(new Command.Tell(
                waiting.roles(),
                waiting.id(),
                "its deadline is near, and nobody has answered: %s".formatted(waiting.title()),
                true));
    }

    private Optional<Instant> reminderAt() {
        var notified = engine.state.notified();
        if (!isAnythingWaiting()) {
            return Optional.empty();
        }
        var since = notified.at() == null ? engine.state.startedAt() : notified.at();
        return Optional.ofNullable(since)
                .map(at -> at.plus(notified.interval(
                        engine.state.position() == Position.CHANGED,
                        engine.plan.policy().asking())));
    }

    private void remind(Instant now) {
        var reminders = engine.state.notified().reminders();
        tell(NoticeKind.REMINDED, allWaiting(), "still ", reminders + 1 >= ESCALATES, now);
    }

    /** One notice for all that waits for the same roles. */
    private void tell(NoticeKind kind, List<Waiting> all, String still, boolean urgent, Instant now) {
        engine.write(
                new Event.PeopleNotified(kind, all.stream().map(Waiting::key).toList()), now);
        var byRoles = new LinkedHashMap<List<String>, List<Waiting>>();
        all.forEach(one ->
                byRoles.computeIfAbsent(one.roles(), roles -> new ArrayList<>()).add(one));
        byRoles.forEach((roles, those) ->
                engine.command(new Command.Tell(roles, those.get(0).id(), text(roles, those, still), urgent)));
    }

    private static String text(List<String> roles, List<Waiting> those, String still) {
        var whom = String.join(" or ", roles);
        if (those.size() == 1) {
            return "%swaits for %s: %s".formatted(still, whom, those.get(0).title());
        }
        return "and %d more: %d things %swait for %s: %s%s"
                .formatted(
                        those.size() - 1,
                        those.size(),
                        still,
                        whom,
                        those.stream()
                                .limit(MAX_NAMED)
                                .map(one -> "%s (%s)".formatted(one.id(), one.title()))
                                .collect(Collectors.joining("; ")),
                        those.size() > MAX_NAMED ? "; …" : "");
    }
}
