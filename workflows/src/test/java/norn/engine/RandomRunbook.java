package norn.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import norn.plan.Pace;
import norn.runbook.Criterion.Response;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.runbook.Step.OnFailure;
import norn.runbook.Work.AskedValue;
import norn.runbook.Work.DeadlineAction;

/** A plan drawn by chance: any shape of needs, every kind of step, every mark. */
final class RandomRunbook {
    static final List<String> CRITERIA = List.of("asked", "automatic", "ordered");
    private final RandomGenerator random;

    RandomRunbook(RandomGenerator random) {
        this.random = random;
    }

    TestRunbook runbook() {
        var steps = new ArrayList<StepBuilder>();
        var count = random.nextInt(1, 14);
        for (var number = 0; number < count; number++) {
            steps.add(step(number));
        }
        if (chance(2)) {
            steps.add(StepBuilder.step("s" + count).compensates("s0"));
        }
        if (chance(3)) {
            steps.add(StepBuilder.step("s" + (count + 1)).compensates("s0").onReschedule());
        }
        var runbook = TestRunbook.of(pick(List.of(PhaseName.values())), steps.toArray(StepBuilder[]::new))
                .pace(pick(List.of(Pace.REAL, Pace.ASAP, new Pace(30000))))
                .criterion("asked", Response.ASK, chance(2) ? Duration.ofMinutes(5) : null, mode())
                .criterion("automatic", Response.ROLL_BACK, null, mode())
                .criterion("ordered", Response.ORDERED, null, mode());
        if (chance(3)) {
            runbook.oldCodeFitsNewSchema(chance(2));
        }
        if (chance(4)) {
            runbook.excluded("s0", "not here");
        }
        if (chance(3)) {
            runbook.people("operator", "bob", "carol").people("release-manager", "alice", "bob", "carol");
        }
        return runbook;
    }

    private StepBuilder step(int number) {
        var step = work("s" + number);
        for (var need = 0; need < number; need++) {
            if (chance(3)) {
                step.needs("s" + need);
            }
        }
        if (chance(5)) {
            step.at(pick(List.of("T-30m", "T+0m", "T+10m", "H+1", "D1 08:00")));
        }
        if (chance(5)) {
            step.optional();
        }
        if (chance(5)) {
            step.changes();
        }
        if (chance(9)) {
            step.goLive();
        }
        if (chance(3)) {
            step.skippable();
        }
        if (chance(5)) {
            step.onFailure(pick(List.of(OnFailure.values())));
        }
        if (number > 0 && chance(8)) {
            step.when("s" + random.nextInt(number), "flag");
        }
        if (number > 0 && chance(8)) {
            step.notice("s" + random.nextInt(number), Duration.ofMinutes(30));
        }
        return step;
    }

    private StepBuilder work(String id) {
        return switch (random.nextInt(6)) {
            case 0 -> StepBuilder.person(id);
            case 1 -> StepBuilder.person(id, new AskedValue("asked", "how much", "$"));
            case 2 -> gate(StepBuilder.gate(id));
            case 3 -> StepBuilder.watch(id, "1h");
            default -> StepBuilder.step(id);
        };
    }

    private StepBuilder gate(StepBuilder gate) {
        if (chance(3)) {
            gate.quorum(2);
        }
        if (chance(3)) {
            gate.signOff();
        }
        if (chance(3)) {
            gate.notBy("s0", "s1");
        }
        return chance(2)
                ? gate.deadline(Duration.ofMinutes(random.nextInt(1, 60)), pick(List.of(DeadlineAction.values())))
                : gate;
    }

    private RollbackMode mode() {
        return pick(List.of(RollbackMode.values()));
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
