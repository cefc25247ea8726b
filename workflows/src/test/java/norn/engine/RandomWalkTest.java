package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import norn.message.Message;
import norn.report.Checklist;
import norn.runbook.Step;
import norn.state.Event;
import norn.state.Event.AttestationOutcome;
import norn.state.Event.Choice;
import norn.state.Event.LockLost;
import norn.state.Event.LockRegained;
import norn.state.Event.Verdict;
import norn.state.Journal;
import norn.state.LostLock;
import norn.state.PhaseState;
import norn.state.StepStatus;
import org.junit.jupiter.api.Test;

/** Random plans, random events, random messages: what must hold whatever happens. A failure names its seed. */
class RandomWalkTest {
    private static final int WALKS = Boolean.getBoolean("norn.full") ? 20_000 : 2_000;
    private static final int STEPS = 60;

    @Test
    void whatever_happens_the_rules_hold_and_every_phase_can_be_brought_to_its_end() {
        for (var seed = 0; seed < WALKS; seed++) {
            try {
                new Walk(seed).go();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed %d: %s".formatted(seed, failure.getMessage()), failure);
            }
        }
    }

    private static final class Walk {
        private final Random random;
        private final RandomRunbook chance;
        private final EngineRun run;
        private final Map<String, Integer> lastAttempts = new LinkedHashMap<>();
        private final List<String> running = new ArrayList<>();

        Walk(long seed) {
            random = new Random(seed);
            chance = new RandomRunbook(random);
            var runbook = chance.runbook();
            var t0 = chance.chance(2) ? EngineRun.START.plus(Duration.ofMinutes(random.nextInt(180))) : null;
            var live = chance.chance(3) ? EngineRun.START.minus(Duration.ofMinutes(random.nextInt(40))) : null;
            run = new EngineRun(
                    runbook,
                    PhaseContext.of(runbook.phase(), "d").at(t0, live).changed(live != null || chance.chance(4)));
        }

        void go() {
            observe();
            for (var move = 0; move < STEPS && !run.finished(); move++) {
                move();
                observe();
            }
            for (var move = 0; move < 300 && !run.finished(); move++) {
                bringToItsEnd();
                observe();
            }
            assertThat(run.finished())
                    .as("the phase ends: %s", run.waitingIds())
                    .isTrue();
            assertThat(run.state().running()).isEmpty();
            assertThat(running).isEmpty();
            run.refused(EngineRun.decide("s0", Verdict.GO, "alice"));
        }

        private void move() {
            if (chance.chance(60)) {
                run.cancel("cancelled, whatever waits");
                return;
            }
            if (chance.chance(50)) {
                run.record(run.state().lostLock() == null ? new LockLost("another") : new LockRegained("another"));
                return;
            }
            switch (random.nextInt(6)) {
                case 5 -> answerAtTheLastMoment();
                case 0, 1 -> endAction();
                case 2 -> run.advance(Duration.ofSeconds(random.nextInt(1, 4000)));
                default -> message(message());
            }
        }

        /** An answer that comes together with a timer, just before it, or just after. */
        private void answerAtTheLastMoment() {
            if (run.wakeUps().isEmpty() || run.waiting().isEmpty()) {
                run.next();
                return;
            }
            var waiting = chance.pick(run.waiting());
            run.now = latest(run.now, run.wakeUps().get(0).plusMillis(random.nextInt(-1, 2)));
            var isFirst = chance.chance(2);
            if (isFirst) {
                run.next();
                observe();
            }
            if (run.finished()) {
                run.next();
                return;
            }
            var listed = run.waitingIds();
            var answer = run.engine.accept(proposed(waiting), run.now);
            if (isFirst && !waiting.kind().equals("gate") && listed.contains(waiting.kind() + " " + waiting.id())) {
                assertThat(answer.accepted())
                        .as(
                                "what is listed can be answered: %s %s: %s",
                                waiting, answer.text(), run.state().steps())
                        .isTrue();
            }
            run.next();
            observe();
            assertThat(run.engine.accept(proposed(waiting), run.now).text()).isNotBlank();
            run.next();
        }

        private static Instant latest(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        /** The message that a waiting item proposes, by somebody who may answer. */
        private Message proposed(Checklist.WaitingItem waiting) {
            return switch (waiting.kind()) {
                case "gate" -> EngineRun.decide(waiting.id(), Verdict.GO, "carol");
                case "step" ->
                    EngineRun.complete(
                            "bob",
                            AttestationOutcome.DONE,
                            null,
                            waiting.message().payload().containsKey("values") ? Map.of("asked", 1) : Map.of(),
                            waiting.id());
                case "failure" -> EngineRun.resolve(waiting.id(), Choice.RETRY, "bob", null);
                default -> EngineRun.resolve(waiting.id(), Choice.KEEP, "bob", null);
            };
        }

        private void endAction() {
            if (running.isEmpty()) {
                if (chance.chance(20)) {
                    run.cancel("cancelled");
                }
                return;
            }
            var step = chance.pick(running);
            if (chance.chance(5)) {
                run.fail(step);
            } else {
                run.succeed(
                        step,
                        Map.of("flag", random.nextBoolean()),
                        chance.chance(8) ? List.of(chance.pick(RandomRunbook.CRITERIA)) : List.of());
            }
        }

        private void message(Message message) {
            // Silence is judged first: only then may a refused message be compared.
            run.next();
            observe();
            var states = Map.copyOf(run.state().steps());
            var answer = run.engine.accept(message, run.now);
            if (!answer.accepted()) {
                assertThat(run.state().steps())
                        .as("a refused %s changes no step", message)
                        .isEqualTo(states);
            } else if (message instanceof Message.Decide || message instanceof Message.Resolve) {
                alreadySo(message);
            }
            run.next();
        }

        /** An answer that is sent again is no answer to anything else. */
        private void alreadySo(Message message) {
            var answers = answers();
            var again = run.engine.accept(message, run.now);
            assertThat(again.text()).isNotBlank();
            assertThat(answers()).as("%s sent again: %s", message, again.text()).isEqualTo(answers);
        }

        private List<Event> answers() {
            return run.journal().entries().stream()
                    .map(Journal.Entry::event)
                    .filter(event -> event instanceof Event.Decided || event instanceof Event.Resolved)
                    .toList();
        }

        private Message message() {
            var id = "s" + random.nextInt(15);
            var by = chance.pick(List.of("alice", "bob", "carol", "…", "Eve"));
            return switch (random.nextInt(9)) {
                case 0, 1 -> EngineRun.decide(id, chance.chance(5) ? Verdict.NO_GO : Verdict.GO, by);
                case 2, 3 ->
                    EngineRun.complete(
                            by,
                            chance.pick(List.of(AttestationOutcome.values())),
                            chance.chance(2) ? "note" : null,
                            chance.chance(2) ? Map.of("asked", random.nextInt(150)) : Map.of(),
                            chance.chance(3) ? new String[] {id, "s1"} : new String[] {id});
                case 4, 5 -> EngineRun.resolve(answered(id), chance.pick(List.of(Choice.values())), by, "note");
                case 6 -> new Message.Pause(by, null);
                case 7 -> new Message.Resume(by, null);
                default ->
                    chance.chance(6)
                            ? EngineRun.rollBack(chance.chance(2) ? "ordered" : null, "reason", by)
                            : new Message.Reschedule(run.now.plusSeconds(random.nextInt(4000)), by, null);
            };
        }

        private String answered(String step) {
            if (run.state().lostLock() != null && chance.chance(2)) {
                return LostLock.ID;
            }
            return chance.chance(3) ? chance.pick(RandomRunbook.CRITERIA) : step;
        }

        /** Ends what runs, answers what waits, lets time pass. */
        private void bringToItsEnd() {
            if (run.state().pausedAt() != null && run.state().ending() == null) {
                run.accepted(new Message.Resume("bob", null));
            } else if (!running.isEmpty()) {
                run.succeed(running.get(0), Map.of("flag", true));
            } else if (!run.waiting().isEmpty()) {
                answer(run.waiting().get(0));
            } else {
                run.advanceTo(
                        run.wakeUps().get(0).isBefore(run.now)
                                ? run.now
                                : run.wakeUps().get(0));
            }
        }

        private void answer(Checklist.WaitingItem waiting) {
            switch (waiting.kind()) {
                case "gate" -> decide(waiting);
                case "step" -> {
                    var asked = waiting.message().payload().containsKey("values");
                    run.accepted(EngineRun.complete(
                            "bob", AttestationOutcome.DONE, null, asked ? Map.of("asked", 1) : Map.of(), waiting.id()));
                }
                case "failure" ->
                    run.accepted(EngineRun.resolve(
                            waiting.id(),
                            waiting.choices().contains("SKIP") ? Choice.SKIP : Choice.ROLL_BACK,
                            "bob",
                            "enough"));
                default -> run.accepted(EngineRun.resolve(waiting.id(), Choice.KEEP, "bob", null));
            }
        }

        /** Somebody may GO, unless everybody has acted where the gate keeps them out: then time or an order ends it. */
        private void decide(Checklist.WaitingItem waiting) {
            for (var by : List.of("alice", "bob", "carol", "dora", "emil", "fred")) {
                if (run.engine
                        .accept(EngineRun.decide(waiting.id(), Verdict.GO, by), run.now)
                        .accepted()) {
                    run.next();
                    return;
                }
            }
            run.next();
            observe();
            run.cancel("nobody may decide");
            if (run.state().ending() != null) {
                return;
            }
            observe();
            run.advanceTo(
                    run.wakeUps().isEmpty()
                            ? run.now.plusSeconds(1)
                            : run.wakeUps().get(0));
            observe();
            if (run.state().ending() == null) {
                run.engine.accept(EngineRun.decide(waiting.id(), Verdict.NO_GO, "alice"), run.now);
            }
            run.next();
        }

        private void observe() {
            for (var command : run.commands()) {
                if (command instanceof Command.StartAction start) {
                    started(start);
                }
                if (command instanceof Command.CancelAction cancel) {
                    assertThat(running).contains(cancel.step());
                }
            }
            running.removeIf(id -> !(run.state().step(id) instanceof StepStatus.Running));
            assertThat(run.state().running()).extracting(Step::id).containsExactlyInAnyOrderElementsOf(running);
            if (!run.finished()) {
                notStuck();
            }
            if (chance.chance(10) || run.finished()) {
                sameAgain();
            }
        }

        /** The journal alone gives the same state, and an engine that wants the same. */
        private void sameAgain() {
            assertThat(PhaseState.of(run.plan, run.journal())).isEqualTo(run.state());
            var resumed = PhaseEngine.resume(run.plan, run.context, run.journal());
            assertThat(wanted(resumed)).isEqualTo(wanted(run.engine));
            assertThat(resumed.running()).isEqualTo(run.engine.running());
        }

        /** A resumed engine repeats its cancellations, for the driver may have lost them. */
        private List<Command> wanted(PhaseEngine engine) {
            return engine.next(run.now).stream()
                    .filter(command -> !(command instanceof Command.CancelAction))
                    .toList();
        }

        private void started(Command.StartAction start) {
            if (!start.step().isCompensation()) {
                assertThat(run.state().ending())
                        .as("nothing starts after a stop")
                        .isNull();
            }
            var isTriedAgain = start.action().options().containsKey("lateSeconds");
            assertThat(start.attempt())
                    .as(
                            "one start an attempt of %s, but for a watch that is tried again",
                            start.step().id())
                    .isGreaterThan(lastAttempts.getOrDefault(start.step().id(), 0) - (isTriedAgain ? 1 : 0));
            lastAttempts.put(start.step().id(), start.attempt());
            if (!running.contains(start.step().id())) {
                running.add(start.step().id());
            }
            for (var need : start.step().needs()) {
                assertThat(run.state().step(need).isOver())
                        .as("%s needs %s", start.step().id(), need)
                        .isTrue();
            }
        }

        private void notStuck() {
            var held = run.state().pausedAt() != null;
            var waits = run.state().isWaiting();
            assertThat(held || waits || !running.isEmpty() || !run.wakeUps().isEmpty())
                    .as("something will go on: %s", run.commands())
                    .isTrue();
        }
    }
}
