package norn.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import norn.action.Action;
import norn.catalog.RunbookDraft.StepDraft;
import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import norn.runbook.Work;
import norn.yaml.Problems;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** What must hold of a runbook beyond its fields: ids, needs, times, actions, coverage, and the flags of D-Day. */
final class RunbookCheck {
    private static final Pattern VALUE = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");

    private final YamlNode root;
    private final RunbookSource.RunbookFile runbookFile;
    private final RunbookDraft draft;
    private final Map<PhaseName, NeedsResolver.ResolvedNeeds> needs;
    private final Map<String, Action> actions;
    private final @Nullable ChecklistItems items;
    private final Problems problems;

    RunbookCheck(
            YamlNode root,
            RunbookSource.RunbookFile runbookFile,
            RunbookDraft draft,
            Map<PhaseName, NeedsResolver.ResolvedNeeds> needs,
            Map<String, Action> actions,
            @Nullable ChecklistItems items,
            Problems problems) {
        this.root = root;
        this.runbookFile = runbookFile;
        this.draft = draft;
        this.needs = needs;
        this.actions = actions;
        this.items = items;
        this.problems = problems;
    }

    void check() {
        ids();
        for (var phase : draft.names()) {
            var resolved = needs.getOrDefault(phase, NeedsResolver.ResolvedNeeds.NOTHING);
            if (!resolved.sound()) {
                continue;
            }
            new TimesCheck(draft.steps(phase), resolved).check();
            for (var step : draft.steps(phase)) {
                references(step);
            }
        }
        for (var step : draft.steps()) {
            if (step.work() instanceof Work.Action action) {
                ActionCheck.check(step, action, actions);
                refuseUnmarkedChange(step, action);
            }
        }
        thresholds();
        new MeasureCheck(root, runbookFile, draft).check();
        new FormCheck(root, runbookFile, draft, items).check();
        new CoversCheck(root, draft, items).check();
        marks();
        new PurposeCheck(root, draft, actions, problems).check();
        size();
    }

    private void ids() {
        var steps = new LinkedHashMap<String, YamlNode>();
        for (var step : draft.steps()) {
            unique(step.node(), "id", step.id(), steps);
        }
        for (var phase : draft.names()) {
            var sections = new LinkedHashMap<String, String>();
            for (var section : draft.phases.getOrDefault(phase, List.of())) {
                var id = section.written().id();
                if (sections.put(id, id) != null) {
                    problems.add(
                            section.steps().isEmpty()
                                    ? root.where()
                                    : section.steps().get(0).node().where(),
                            "two sections of %s have the id %s".formatted(phase, id));
                }
                if (steps.containsKey(id)) {
                    steps.get(id).problem("the id %s is a section's as well".formatted(id));
                }
            }
        }
        var criteria = new LinkedHashMap<String, YamlNode>(steps);
        for (var list : List.of("rollbackWhen", "successWhen")) {
            var nodes = root.field(list);
            if (nodes == null) {
                continue;
            }
            for (var node : nodes.items()) {
                var id = node.field("id");
                if (id != null) {
                    unique(node, "id", id.text(), criteria);
                }
            }
        }
    }

    private static void unique(YamlNode node, String field, String id, Map<String, YamlNode> known) {
        var place = node.field(field);
        var at = place == null ? node : place;
        if (!ID.matcher(id).matches()) {
            at.problem("the id %s".formatted(at.kind())).expected("small letters, digits and hyphens, at most 80");
        }
        var earlier = known.putIfAbsent(id, node);
        if (earlier != null) {
            at.problem("the id %s is there twice, first at %s:%d".formatted(id, earlier.file(), earlier.line()))
                    .remedy("Ids are unique in the runbook: messages call steps by them.");
        }
    }

    private void references(StepDraft step) {
        var before = before(step);
        var notice = step.written().notice();
        if (notice != null) {
            earlier(step, "notice", notice.step(), before);
        }
        if (step.written().when() != null) {
            var when = RunbookLoader.when(step.written().when());
            if (when == null || !VALUE.matcher(when.value()).matches()) {
                field(step, "when")
                        .problem("is not a condition")
                        .expected("step.value, such as survey-environment.database");
            } else {
                earlier(step, "when", when.step(), before);
            }
        }
        checkCompensation(step);
        if (step.work() instanceof Work.Gate gate) {
            for (var other : gate.notBy()) {
                if (draft.steps().stream().noneMatch(known -> known.id().equals(other))) {
                    field(step, "gate")
                            .problem("notBy names the unknown step or gate '%s'".formatted(other))
                            .meant(other, ids(draft.steps()));
                }
            }
        }
    }

    /** A compensation is no part of the normal flow, so no other step may need it. */
    private void checkCompensation(StepDraft step) {
        for (var need : needs.getOrDefault(step.phase(), NeedsResolver.ResolvedNeeds.NOTHING)
                .of(step.id())) {
            if (isCompensation(need) && step.written().compensates().isEmpty()) {
                step.node()
                        .problem("needs %s, which compensates and may never begin".formatted(need))
                        .remedy("Put the compensations into the last section of their phase.");
            }
        }
        for (var compensated : step.written().compensates()) {
            if (draft.steps().stream().noneMatch(known -> known.id().equals(compensated))) {
                field(step, "compensates")
                        .problem("names the unknown step '%s'".formatted(compensated))
                        .meant(compensated, ids(draft.steps()));
            }
        }
        if (step.written().onReschedule() && step.written().compensates().isEmpty()) {
            field(step, "onReschedule")
                    .problem("is for steps that correct notices")
                    .expected("compensates, with the steps that gave them");
        }
        if (!step.written().compensates().isEmpty() && !(step.work() instanceof Work.Action)) {
            field(step, "compensates")
                    .problem("is for steps that a machine does")
                    .expected("do: announce");
        }
    }

    private boolean isCompensation(String id) {
        return draft.steps().stream()
                .anyMatch(step ->
                        step.id().equals(id) && !step.written().compensates().isEmpty());
    }

    private void earlier(StepDraft step, String field, String named, Set<String> before) {
        if (before.contains(named)) {
            return;
        }
        var known =
                draft.steps(step.phase()).stream().anyMatch(other -> other.id().equals(named));
        var node = field(step, field);
        if (known) {
            node.problem("refers to %s, which need not be over by then".formatted(named))
                    .remedy("Let the step need it, directly or through others.");
        } else {
            node.problem("unknown step '%s' of this phase".formatted(named))
                    .meant(named, ids(draft.steps(step.phase())));
        }
    }

    /** What changes the environment is marked so, or follows a step that is: else a NO_GO after it would not roll back. */
    private void refuseUnmarkedChange(StepDraft step, Work.Action work) {
        var action = actions.get(work.name());
        if (action == null || !action.changesEnvironment() || step.written().changes()) {
            return;
        }
        var before = before(step);
        if (draft.steps(step.phase()).stream()
                .noneMatch(other -> other.written().changes() && before.contains(other.id()))) {
            field(step, "do")
                    .problem("%s changes the environment, and neither this step nor one that it needs is marked so"
                            .formatted(work.name()))
                    .expected("changes: true");
        }
    }

    /** Every step that must be over before this one. */
    private Set<String> before(StepDraft step) {
        var resolved = needs.getOrDefault(step.phase(), NeedsResolver.ResolvedNeeds.NOTHING);
        var all = new LinkedHashSet<String>();
        var open = new ArrayList<>(resolved.of(step.id()));
        while (!open.isEmpty()) {
            var next = open.remove(open.size() - 1);
            if (all.add(next)) {
                open.addAll(resolved.of(next));
            }
        }
        return all;
    }

    private void thresholds() {
        for (var list : List.of("rollbackWhen", "successWhen")) {
            var nodes = root.field(list);
            if (nodes == null) {
                continue;
            }
            for (var node : nodes.items()) {
                for (var field : List.of("above", "below")) {
                    var named = node.field(field);
                    if (named != null && !runbookFile.thresholds().containsKey(named.text())) {
                        named.problem("unknown threshold '%s'".formatted(named.text()))
                                .known(runbookFile.thresholds().keySet())
                                .meant(named.text(), runbookFile.thresholds().keySet());
                    }
                }
            }
        }
    }

    /** A day that changes nothing needs no more; one that does needs a go-live, and a rollback. */
    private void marks() {
        var day = draft.steps(PhaseName.DEPLOYMENT_DAY);
        var changes = day.stream().anyMatch(step -> step.written().changes());
        var live = day.stream().filter(step -> step.written().goLive()).toList();
        if (live.size() > 1 || (changes && live.isEmpty())) {
            problems.add(
                            live.isEmpty() ? root.where() : live.get(1).node().where(),
                            "%d steps of deployment-day are marked goLive: true".formatted(live.size()))
                    .expected("one, the step that lets users in again");
        }
        if (!live.isEmpty() && !changes) {
            problems.add(
                            live.get(0).node().where(),
                            "a step of deployment-day is marked goLive: true, and none changes: true")
                    .expected("the first one after which the environment differs")
                    .remedy("Without it no NO_GO would ever roll back.");
        }
        if (changes && draft.steps(PhaseName.ROLLBACK).isEmpty()) {
            problems.add(root.where(), "a runbook that changes something needs the phase rollback");
        }
        if (live.isEmpty() && !day.isEmpty()) {
            draft.steps().forEach(this::refuseTimesAfterGoLive);
        }
    }

    private void refuseTimesAfterGoLive(StepDraft step) {
        for (var field : List.of("at", "due")) {
            var time = field.equals("at") ? step.written().at() : step.written().due();
            if (time != null && time.match(fromT0 -> false, fromGoLive -> true, onDay -> true)) {
                field(step, field)
                        .problem("%s counts from go-live, and no step is marked goLive: true".formatted(time.text()));
            }
        }
    }

    private void size() {
        var steps = draft.steps().size();
        if (steps > Runbook.MAX_STEPS) {
            problems.add(root.where(), "%d steps".formatted(steps))
                    .expected("at most %d".formatted(Runbook.MAX_STEPS))
                    .remedy("One workflow's plan does not hold more.");
        }
        if (steps == 0) {
            problems.add(root.where(), "has no steps");
        }
    }

    private static YamlNode field(StepDraft step, String name) {
        var field = step.node().field(name);
        return field == null ? step.node() : field;
    }

    private static List<String> ids(List<StepDraft> steps) {
        return steps.stream().map(StepDraft::id).toList();
    }
}
