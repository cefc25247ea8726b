package norn.cli.rollback;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.RollbackScope;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.Evidence;
import norn.worker.HostEnvironments;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback of an environment would come to at this moment: the survey that every rollback begins with, and the steps
 * that it would have to take. Nothing is changed, and no server is asked.
 *
 * @param survey what {@code survey-world} found: {@code target}, {@code price}, {@code rowsSince}, … as it names them
 * @param summary the survey in one line
 */
public record RollbackPlan(
        String environment, RollbackMode mode, Map<String, Object> survey, String summary, List<PlannedStep> steps) {
    private static final String SURVEY = "survey-environment";
    private static final String ID = "rollback-plan";

    /** A step of the rollback, and whether the survey makes it necessary. */
    public record PlannedStep(String id, String section, String title, boolean needed, boolean byPeople) {}

    /**
     * Looks at the world through the hands of this host.
     *
     * @param config the folder with the environments
     * @param to an older kept release; null: what the last D-Day recorded
     * @throws CommandFailed if the survey fails: then a rollback would fail there too
     */
    public static RollbackPlan of(Path config, String environment, RollbackMode mode, @Nullable String to) {
        var environments = new HostEnvironments(config);
        var plan = environments.plan(PlanRequest.ofRollback(ID, environment, null));
        var phase = plan.runbook().phase(PhaseName.ROLLBACK);
        var survey = survey(phase);
        try {
            var evidence = new ActionRunner(environments.host(environment), Clock.systemUTC())
                    .run(SURVEY, order(plan, survey, mode, to), Heartbeats.ignored());
            return new RollbackPlan(
                    environment, mode, evidence.values(), evidence.summary(), steps(phase, survey, evidence));
        } catch (ActionFailed failed) {
            throw new CommandFailed(
                    ExitCode.NOT_SUCCESSFUL, String.valueOf(failed.getMessage()), failed.remedy(), failed);
        }
    }

    private static Step survey(Phase phase) {
        return phase.steps().stream()
                .filter(step -> step.work() instanceof Work.Action action
                        && action.name().equals(SURVEY))
                .findFirst()
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.CONFIGURATION,
                        "the runbook's rollback has no step that does %s".formatted(SURVEY),
                        "Give it one: without it a rollback does not know what is to be taken back."));
    }

    private static Order order(Plan plan, Step survey, RollbackMode mode, @Nullable String to) {
        var scope = RollbackScope.orderedByPerson().inMode(mode).backTo(to);
        return new Order(
                ID,
                plan.environment(),
                plan.release(),
                null,
                survey.component(),
                survey.id(),
                1,
                0,
                null,
                Map.of(),
                OrderContext.none().with(scope));
    }

    private static List<PlannedStep> steps(Phase phase, Step survey, Evidence evidence) {
        return phase.sections().stream()
                .flatMap(section -> section.steps().stream()
                        .filter(step -> !step.id().equals(survey.id()))
                        .map(step -> new PlannedStep(
                                step.id(),
                                section.title(),
                                step.title(),
                                isNeeded(step, survey, evidence),
                                !(step.work() instanceof Work.Action))))
                .toList();
    }

    private static boolean isNeeded(Step step, Step survey, Evidence evidence) {
        var when = step.when();
        return when == null || !when.step().equals(survey.id()) || when.holds(evidence.values());
    }
}
