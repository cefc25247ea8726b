package norn.catalog;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import norn.action.Action;
import norn.catalog.RunbookDraft.StepDraft;
import norn.runbook.PhaseName;
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import norn.yaml.Problems;
import norn.yaml.YamlNode;

/** A step's purpose must fit its phase and its work, and what the engine relies on must be there once. */
final class PurposeCheck {
    private final YamlNode root;
    private final RunbookDraft draft;
    private final Map<String, Action> actions;
    private final Problems problems;
    private final Map<StepPurpose, StepDraft> first = new EnumMap<>(StepPurpose.class);

    PurposeCheck(YamlNode root, RunbookDraft draft, Map<String, Action> actions, Problems problems) {
        this.root = root;
        this.draft = draft;
        this.actions = actions;
        this.problems = problems;
    }

    void check() {
        for (var step : draft.steps()) {
            var purpose = step.written().purpose();
            if (purpose != null && step.work() != null) {
                check(step, purpose, step.work());
            } else if (step.work() instanceof Work.Action work) {
                checkAction(step, work);
            }
        }
        var rollback = draft.steps(PhaseName.ROLLBACK);
        if (rollback.stream().anyMatch(step -> step.written().changes()) && !first.containsKey(StepPurpose.PROVES)) {
            problems.add(root.where(), "no step of rollback has the purpose proves")
                    .expected("one, after the last change")
                    .remedy("Without it nobody knows whether the old release is back.");
        }
    }

    private void check(StepDraft step, StepPurpose purpose, Work work) {
        switch (purpose) {
            case BEGINS_DAY -> {
                inPhase(step, PhaseName.DEPLOYMENT_DAY);
                once(step, purpose);
                if (!(work instanceof Work.Gate)) {
                    problem(step, "is for a gate").expected("gate");
                }
            }
            case RECORDS_TARGET -> {
                inPhase(step, PhaseName.DEPLOYMENT_DAY);
                once(step, purpose);
                byMachine(step, work);
            }
            case SURVEYS, PROVES -> {
                inPhase(step, PhaseName.ROLLBACK);
                once(step, purpose);
                byMachine(step, work);
            }
            case RESTORES_ACCESS -> {
                if (work instanceof Work.Gate) {
                    problem(step, "is not for a gate").expected("do or role");
                }
            }
            case WATCHES -> {
                byMachine(step, work);
                hasOption(step, work, "window");
            }
            case REPORTS -> {
                byMachine(step, work);
                hasOption(step, work, "kind");
            }
            case BACKS_UP -> byMachine(step, work);
        }
    }

    /** The engine goes by the purpose: without it, such a step would run and mean nothing. */
    private void checkAction(StepDraft step, Work.Action work) {
        var action = actions.get(work.name());
        if (action != null) {
            action.purpose()
                    .ifPresent(purpose -> step.node()
                            .problem("calls %s and does not state its purpose".formatted(work.name()))
                            .expected("purpose: "
                                    + purpose.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
    }

    private void inPhase(StepDraft step, PhaseName phase) {
        if (step.phase() != phase) {
            problem(step, "is for a step of %s".formatted(phase));
        }
    }

    private void once(StepDraft step, StepPurpose purpose) {
        var earlier = first.putIfAbsent(purpose, step);
        if (earlier != null) {
            problem(step, "is that of %s already".formatted(earlier.id())).expected("one step with it");
        }
    }

    private static void byMachine(StepDraft step, Work work) {
        if (!(work instanceof Work.Action)) {
            problem(step, "is for a step that a machine does").expected("do");
        }
    }

    private static void hasOption(StepDraft step, Work work, String option) {
        if (work instanceof Work.Action action && !action.options().containsKey(option)) {
            problem(step, "needs an action with the option %s".formatted(option));
        }
    }

    private static Problems.Note problem(StepDraft step, String what) {
        var field = step.node().field("purpose");
        return (field == null ? step.node() : field).problem("this purpose " + what);
    }
}
