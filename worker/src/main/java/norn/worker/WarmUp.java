package norn.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import norn.action.run.Actions;
import norn.catalog.Catalog;
import norn.engine.PhaseContext;
import norn.engine.PhaseEngine;
import norn.message.NornDataConverter;
import norn.phase.PhaseInput;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.plan.Policy;
import norn.plan.Rules;
import norn.run.FenceGrant;
import norn.run.RunSnapshot;
import norn.runbook.PhaseName;
import norn.state.Journal;
import norn.state.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does once what the first tasks of workflows do, before the worker takes any: a cold process on a busy machine would need so long
 * for a run's history that the server, or the detector of deadlocks, gives it up.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String NAME = "warm-up";

    private WarmUp() {}

    /** Plans, runs and shows a phase of the built-in runbook, and writes and reads its JSON. */
    static void run() {
        var startedAt = System.nanoTime();
        try {
            plannedAndRun();
            LOG.info(
                    "event=warmed-up ms={}",
                    Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
        } catch (RuntimeException cold) { // the first tasks take longer then
            LOG.warn("event=warm-up-failed reason={}", cold.toString());
        }
    }

    static void plannedAndRun() {
        var plan = plan();
        for (var phase : List.of(PhaseName.PRE_DEPLOYMENT, PhaseName.DEPLOYMENT_DAY)) {
            run(PhaseInput.start(plan, PhaseContext.of(phase, NAME), FenceGrant.everywhere(1, false)));
        }
    }

    private static Plan plan() {
        var loaded = new Catalog(null, Actions.known()).builtIn(Catalog.DEFAULT);
        var policy = new Policy(
                ZoneOffset.UTC,
                Pace.ASAP,
                new LinkedHashMap<>(),
                true,
                new LinkedHashMap<>(loaded.thresholds()),
                Duration.ofMinutes(15),
                Duration.ofHours(2),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        return new Plan(Rules.CURRENT, NAME, NAME, null, loaded.runbook(), policy, NAME);
    }

    private static void run(PhaseInput started) {
        var input = readBack(started, PhaseInput.class);
        var now = Instant.EPOCH;
        var engine = new PhaseEngine(input.plan(), input.context(), now);
        engine.next(now);
        var snapshot = RunSnapshot.ofPhase(NAME, input.plan(), engine.journal(), Status.RUNNING);
        snapshot.report(now);
        NornDataConverter.converter().toPayload(snapshot.answer(now));
        readBack(snapshot.runRecord().journals().get(0), Journal.class);
    }

    private static <T> T readBack(T value, Class<T> type) {
        var converter = NornDataConverter.converter();
        return converter.fromPayload(converter.toPayload(value).orElseThrow(), type, type);
    }
}
