package norn.phase;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.engine.Command;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseState;

/** What orders need to know beyond the plan: when the world closes; in a rollback, what is taken back, and to which release. */
final class OrderOptions {
    private static final String ANNOUNCE = "announce";
    private static final String SURVEY = "survey-environment";
    private static final String PROOF = "verify-fingerprint";
    private static final List<String> ACTIONS_WITH_RELEASE = List.of(SURVEY, "restore-database", "restore-code", PROOF);

    private OrderOptions() {}

    /** The options to add to an order. */
    static Map<String, Object> of(Command.StartAction command, PhaseInput input, PhaseState state, Journal journal) {
        var extraOptions = new LinkedHashMap<String, Object>();
        if (command.action().name().equals(ANNOUNCE) && state.t0() != null) {
            extraOptions.put("t0", state.t0().toString());
        }
        if (input.context().phase() != PhaseName.ROLLBACK) {
            return extraOptions;
        }
        var cause = input.context().cause();
        var mode = cause == null || cause.mode() == null ? RollbackMode.AUTO : cause.mode();
        if (command.action().name().equals(SURVEY)) {
            extraOptions.put("mode", mode.id());
            if (cause != null) {
                extraOptions.put("byPerson", cause.byPerson());
            }
            if (input.context().goLiveAt() != null) {
                extraOptions.put("goLiveAt", input.context().goLiveAt().toString());
            } else if (input.context().changed()) {
                extraOptions.put("beforeGoLive", true);
            }
        }
        if (input.to() != null && ACTIONS_WITH_RELEASE.contains(command.action().name())) {
            extraOptions.put("to", input.to());
        }
        if (command.action().name().equals(PROOF)) {
            extraOptions.put("mode", surveyedMode(input, journal, mode).id());
        }
        return extraOptions;
    }

    /** What the survey came to: it settles what {@code auto} means here. */
    private static RollbackMode surveyedMode(PhaseInput input, Journal journal, RollbackMode requestedMode) {
        var mode = requestedMode;
        for (var entry : journal.entries()) {
            if (entry.event() instanceof Event.StepSucceeded done && isSurvey(input, done.step())) {
                var database = done.evidence().values().get("database");
                if (database instanceof Boolean restoresDatabase) {
                    mode = restoresDatabase ? RollbackMode.DATABASE : RollbackMode.CODE;
                }
            }
        }
        return mode;
    }

    private static boolean isSurvey(PhaseInput input, String step) {
        return input.plan()
                .runbook()
                .phase(PhaseName.ROLLBACK)
                .step(step)
                .map(found -> ProgressFilter.actionName(found).equals(SURVEY))
                .orElse(false);
    }
}
