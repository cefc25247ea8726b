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
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import norn.state.Evidence;
import norn.worker.HostEnvironments;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback of an environment would do now: the survey with which each rollback begins, and the steps that it would
 * take. Making it changes nothing, and needs no server.
 *
 * @param survey the values of the survey step: {@code target}, {@code cost}, {@code rowsSince} and others
 * @param summary the survey in one line
 */
public record RollbackPlan(
        String environment, RollbackMode mode, Map<String, Object> survey, String summary, List<PlannedStep> steps) {
    private static final String ID = "rollback-plan";

    /** A step of the rollback, and whether the survey makes it necessary. */
    public record PlannedStep(String id, String section, String title, boolean needed, boolean byPeople) {}

    /**
     * Surveys the environment from this host.
     *
     * @param config the folder with the environments
     * @param to an older retained release; null: what the last deployment day recorded
     * @throws CommandFailed if the survey fails: a rollback would fail in the same way
     */
    public static RollbackPlan of(Path config, String environment, RollbackMode mode, @Nullable String to) {
        var environments = new HostEnvironments(config);
        var plan = environments.plan(PlanRequest.ofRollback(ID, environment, null));
        var phase = plan.runbook().phase(PhaseName.ROLLBACK);
        var survey = survey(phase);
        try {
            var evidence = new ActionRunner(environments.host(environment), Clock.systemUTC())
                    .run(action(survey), order(plan, survey, mode, to), Heartbeats.ignored());
            return new RollbackPlan(
                    environment, mode, evidence.values(), evidence.summary(), steps(phase, survey, evidence));
        } catch (ActionFailed failed) {
            throw new CommandFailed(
                    ExitCode.NOT_SUCCESSFUL, String.valueOf(failed.getMessage()), failed.remedy(), failed);
        }
    }

    private static Step survey(Phase phase) {
        return phase.steps().stream()
                .filter(step -> step.purpose() == StepPurpose.SURVEYS)
                .findFirst()
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.CONFIGURATION,
                        "the runbook's rollback has no step with the purpose surveys",
                        "Give it one as its first step: its values say which of the other steps are needed."));
    }

    private static String action(Step survey) {
        return survey.work().match(Work.Action::name, attestation -> notAnAction(survey), gate -> notAnAction(survey));
    }

    private static String notAnAction(Step survey) {
        throw new CommandFailed(
                ExitCode.CONFIGURATION,
                "the step %s surveys the environment, but is no action".formatted(survey.id()),
                "Only an action can survey.");
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
