package norn.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.engine.Command;
import norn.journal.Event;
import norn.journal.Journal;
import norn.journal.PhaseState;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;

/** What orders need to know beyond the plan: when the world closes; in a rollback, what is taken back, and to which release. */
final class OrderOptions {
    private static final String ANNOUNCE = "announce";
    private static final String SURVEY = "survey-world";
    private static final String PROOF = "prove-fingerprint";
    private static final List<String> TAKE_RELEASE = List.of(SURVEY, "restore-database", "restore-code", PROOF);

    private OrderOptions() {}

    /** The options to add to an order. */
    static Map<String, Object> of(Command.StartAction command, PhaseInput input, PhaseState state, Journal journal) {
        var more = new LinkedHashMap<String, Object>();
        if (command.action().name().equals(ANNOUNCE) && state.t0() != null)
            more.put("t0", state.t0().toString());
        if (input.begin().phase() != PhaseName.ROLLBACK) return more;
        var cause = input.begin().cause();
        var mode = cause == null || cause.mode() == null ? RollbackMode.AUTO : cause.mode();
        if (command.action().name().equals(SURVEY)) {
            more.put("mode", mode.id());
            if (cause != null) more.put("byPerson", cause.byPerson());
            if (input.begin().goLiveAt() != null)
                more.put("goLiveAt", input.begin().goLiveAt().toString());
            else if (input.begin().changed()) more.put("beforeGoLive", true);
        }
        if (input.to() != null && TAKE_RELEASE.contains(command.action().name())) more.put("to", input.to());
        if (command.action().name().equals(PROOF))
            more.put("mode", surveyed(input, journal, mode).id());
        return more;
    }

    /** What the survey came to: it settles what {@code auto} means here. */
    private static RollbackMode surveyed(PhaseInput input, Journal journal, RollbackMode asked) {
        var mode = asked;
        for (var entry : journal.entries())
            if (entry.event() instanceof Event.StepSucceeded done && isSurvey(input, done.step())) {
                var database = done.evidence().values().get("database");
                if (database instanceof Boolean takesBack) mode = takesBack ? RollbackMode.DATABASE : RollbackMode.CODE;
            }
        return mode;
    }

    private static boolean isSurvey(PhaseInput input, String step) {
        return input.plan()
                .runbook()
                .phase(PhaseName.ROLLBACK)
                .step(step)
                .map(found -> News.action(found).equals(SURVEY))
                .orElse(false);
    }
}
