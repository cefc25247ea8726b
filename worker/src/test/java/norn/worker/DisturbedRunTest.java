package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.Work;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole deployments of the built-in runbook at its real pace (two weeks, the day, the week), in which something goes wrong at steps
 * that a seed draws: none may end in silence, and none may claim what witnesses do not confirm. With {@code --full} something goes
 * wrong at every step of the runbook once.
 */
@Tag("server")
class DisturbedRunTest {
    private static final boolean FULL = Boolean.getBoolean("norn.full");
    private static final long SEED = Long.getLong("norn.seed", 1);
    private static final Duration AHEAD = Duration.ofDays(16);
    private static final int AT_ONCE = FULL ? 8 : 4;
    private static final int STEPS_OF_ONE = 5;
    /** An end may hide a step again and again. */
    private static final int MOST_ROUNDS = 24;

    private final Random random = new Random(SEED);
    private final Map<String, DisturbedDeployment> deployments = new ConcurrentHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    @TempDir
    Path records;

    @Test
    @Timeout(3_600)
    void whatever_goes_wrong_no_end_is_silent_and_no_final_status_is_false() {
        try (var harness = WorkflowHarness.ofPlans(records, this::plan)) {
            var left = boundaries(false);
            var leftOfRollback = boundaries(true);
            var all = left.size() + leftOfRollback.size();
            var rounds = 0;
            do {
                for (var one : liveThrough(harness, batch(left, leftOfRollback))) {
                    one.unmet().forEach(step -> (isOfRollback(step) ? leftOfRollback : left).add(step));
                }
                rounds++;
            } while (FULL && rounds < MOST_ROUNDS && !(left.isEmpty() && leftOfRollback.isEmpty()));

            System.out.printf(
                    "seed %d: %d deployments, something went wrong at %d of %d steps, %d wrong ends%n",
                    SEED, deployments.size(), all - left.size() - leftOfRollback.size(), all, wrong.size());
            assertThat(wrong).isEmpty();
            if (FULL) {
                assertThat(left).isEmpty();
                assertThat(leftOfRollback).isEmpty();
            }
        }
    }

    private Deque<Step> boundaries(boolean ofRollback) {
        var steps = new ArrayList<Step>();
        for (var phase : BuiltInPlans.runbook().phases()) {
            if ((phase.name() == PhaseName.ROLLBACK) == ofRollback) {
                phase.steps().stream()
                        .filter(step -> !step.isCompensation() && !BuiltInPlans.EXCLUDED.contains(step.id()))
                        .forEach(steps::add);
            }
        }
        Collections.shuffle(steps, random);
        return new ArrayDeque<>(steps);
    }

    /** Draws some deployments; what goes wrong in one is taken from those left. */
    private List<DisturbedDeployment> batch(Deque<Step> left, Deque<Step> leftOfRollback) {
        var batch = new ArrayList<DisturbedDeployment>();
        for (var i = 0; i < AT_ONCE; i++) {
            var rollsBack = i % 4 == 3;
            var drawn = new LinkedHashMap<Step, Disturbance>();
            if (rollsBack) {
                var live = random.nextBoolean();
                drawn.put(
                        step(live ? "attest-48-hours" : "go-live"),
                        live ? Disturbance.ROLLED_BACK : Disturbance.REFUSED);
            }
            var source = rollsBack ? leftOfRollback : left;
            var ends = rollsBack;
            for (var j = 0; j < STEPS_OF_ONE && !source.isEmpty(); j++) {
                var step = source.remove();
                var ending = !ends && random.nextInt(6) == 0;
                ends |= ending;
                var choices = Disturbance.of(step.work() instanceof Work.Action, ending);
                drawn.put(step, choices.get(random.nextInt(choices.size())));
            }
            batch.add(new DisturbedDeployment("seed-%d-%d".formatted(SEED, deployments.size() + i), drawn));
        }
        batch.forEach(one -> deployments.put(one.id, one));
        batch.forEach(System.out::println);
        return batch;
    }

    private List<DisturbedDeployment> liveThrough(WorkflowHarness harness, List<DisturbedDeployment> batch) {
        var people = new PeopleAndClock(harness);
        for (var one : batch) {
            harness.environments.disturb(one);
            one.start(harness, people.now().plus(AHEAD));
            people.join(one);
        }
        people.untilAllAreOver();
        batch.forEach(one -> judge(harness, one));
        return batch;
    }

    private static Step step(String id) {
        return BuiltInPlans.runbook().phases().stream()
                .flatMap(phase -> phase.step(id).stream())
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOfRollback(Step step) {
        return BuiltInPlans.runbook().phase(PhaseName.ROLLBACK).step(step.id()).isPresent();
    }

    private void judge(WorkflowHarness harness, DisturbedDeployment one) {
        var end = one.ending(harness.environments);
        System.out.printf("%s: %s, met at %s, events %s%n", one, end.status(), one.met(), events(harness, one));
        var before = wrong.size();
        if (!end.unannounced().isEmpty()) {
            wrong.add("%s: nobody was notified that these waited: %s".formatted(one, end.unannounced()));
        }
        if (!end.checklist().path("waiting").isEmpty()) {
            wrong.add("%s: is over, and still waits: %s"
                    .formatted(one, end.checklist().path("waiting")));
        }
        if (!end.status().equals("SUCCESSFUL") && !end.isAnnounced()) {
            wrong.add("%s: ended %s (%s), and nobody was notified; the last notice: %s"
                    .formatted(one, end.status(), end.reason(), end.lastNotice()));
        }
        if (!isTrue(end, one)) {
            wrong.add("%s: claims %s (%s), but: %s; not successful: %s"
                    .formatted(one, end.status(), end.reason(), one.installation, end.unsuccessful()));
        }
        wrong.subList(before, wrong.size()).forEach(System.out::println);
    }

    private static boolean isTrue(DisturbedDeployment.Ending end, DisturbedDeployment one) {
        return switch (end.status()) {
            case "SUCCESSFUL" -> one.installation.isNew() && end.unsuccessful().isEmpty();
            case "PARTIAL" -> one.installation.isNew();
            case "ROLLED_BACK" -> one.installation.isProvenlyOld();
            case "ABANDONED" -> one.installation.isUntouched();
            case "ROLLBACK_FAILED" -> true; // people were notified, and nothing is claimed
            default -> false;
        };
    }

    private static Map<String, Integer> events(WorkflowHarness harness, DisturbedDeployment one) {
        var events = new LinkedHashMap<String, Integer>();
        events.put("deployment", count(harness, one.id));
        for (var phase : PhaseName.values()) {
            var id = one.id + "/" + phase.id();
            if (one.phases().contains(phase.id())) {
                events.put(phase.id(), count(harness, id));
            }
        }
        return events;
    }

    private static int count(WorkflowHarness harness, String id) {
        return harness.runs(id).stream()
                .mapToInt(history -> history.getEvents().size())
                .sum();
    }

    /** The plan of the built-in runbook; a worker that is lost, and a limit that is exceeded, are noticed within seconds. */
    private Plan plan(PlanRequest request) {
        var plan = BuiltInPlans.plan(request);
        var phases = plan.runbook().phases().stream()
                .map(phase -> phase.with(step -> quick(step, request.deployment())))
                .toList();
        return new Plan(
                plan.rules(),
                plan.environment(),
                plan.release(),
                plan.previousRelease(),
                plan.runbook().withPhases(phases),
                plan.policy(),
                plan.hostHash());
    }

    private Step quick(Step step, String deployment) {
        if (!(step.work() instanceof Work.Action action)) {
            return step;
        }
        var exceeds = deployments.get(deployment).exceedsItsLimit(step.id());
        var work = new Work.Action(
                action.name(),
                action.options(),
                exceeds ? Duration.ofSeconds(1) : action.limit(),
                exceeds ? action.heartbeat() : Duration.ofSeconds(1));
        return step.adapted(work, step.needs(), step.purpose(), step.changes(), step.goLive());
    }
}
