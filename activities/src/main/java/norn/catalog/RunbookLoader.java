package norn.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.Action;
import norn.catalog.RunbookDraft.StepDraft;
import norn.runbook.Criterion;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.yaml.Problems;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Turns what is written into a complete runbook: every step's needs spelled out, everything that is wrong is reported at once. */
final class RunbookLoader {
    private final Map<String, Action> actions;
    private final Problems problems;

    /** A loader that knows those actions; an empty map: any action will do. */
    RunbookLoader(Map<String, Action> actions, Problems problems) {
        this.actions = actions;
        this.problems = problems;
    }

    /** The runbook, or null where something is wrong; then problems are reported. */
    @Nullable
    LoadedRunbook load(
            YamlNode root,
            RunbookSource.RunbookFile runbookFile,
            Map<PhaseName, YamlNode> phases,
            @Nullable ChecklistItems items) {
        var draft = DraftReader.read(phases);
        var needs = new LinkedHashMap<PhaseName, NeedsResolver.ResolvedNeeds>();
        for (var phase : draft.names()) {
            needs.put(phase, NeedsResolver.of(draft, phase));
        }
        new RunbookCheck(root, runbookFile, draft, needs, actions, items, problems).check();
        return problems.isEmpty() ? complete(root, runbookFile, draft, needs, items) : null;
    }

    private static LoadedRunbook complete(
            YamlNode root,
            RunbookSource.RunbookFile runbookFile,
            RunbookDraft draft,
            Map<PhaseName, NeedsResolver.ResolvedNeeds> needs,
            @Nullable ChecklistItems items) {
        var places = new LinkedHashMap<String, String>();
        for (var step : draft.steps()) {
            places.put(step.id(), step.node().where());
        }
        for (var criteria : List.of("rollbackWhen", "successWhen")) {
            var list = root.field(criteria);
            if (list != null) {
                for (var node : list.items()) {
                    var id = node.field("id");
                    if (id != null) {
                        places.putIfAbsent(id.text(), node.where());
                    }
                }
            }
        }
        var phases = new ArrayList<Phase>();
        for (var phase : draft.names()) {
            phases.add(phase(phase, draft, needs.getOrDefault(phase, NeedsResolver.ResolvedNeeds.NOTHING)));
        }
        var runbook = new Runbook(
                runbookFile.runbook(),
                runbookFile.title(),
                phases,
                MeasureReader.measures(runbookFile),
                criteria(runbookFile),
                new FormReader(runbookFile, draft).forms(),
                runbookFile.produced());
        return new LoadedRunbook(runbook, runbookFile.thresholds(), items, places);
    }

    private static Phase phase(PhaseName name, RunbookDraft draft, NeedsResolver.ResolvedNeeds needs) {
        var sections = new ArrayList<Phase.Section>();
        for (var section : draft.phases.getOrDefault(name, List.of())) {
            sections.add(new Phase.Section(
                    section.written().id(),
                    section.written().title(),
                    section.steps().stream()
                            .map(step -> step(step, needs.of(step.id())))
                            .toList()));
        }
        return new Phase(name, draft.titles.getOrDefault(name, name.id()), sections);
    }

    private static Step step(StepDraft draft, List<String> needs) {
        var written = draft.written();
        var work = draft.work();
        if (work == null) {
            throw new IllegalStateException("no work in step " + written.id());
        }
        return new Step(
                written.id(),
                written.title(),
                written.covers(),
                written.at(),
                work,
                written.purpose(),
                needs,
                written.component(),
                written.optional(),
                written.changes(),
                written.goLive(),
                written.skip() == RunbookSource.Skip.ALLOWED,
                written.onFailure(),
                written.tries(),
                when(written.when()),
                written.notice(),
                written.note() == null ? null : written.note().strip(),
                written.due(),
                written.compensates(),
                written.onReschedule());
    }

    /** {@code step.value} in its two parts; null for null. The check has seen that both are there. */
    static Step.@Nullable When when(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var dot = text.indexOf('.');
        return dot < 1 ? null : new Step.When(text.substring(0, dot), text.substring(dot + 1));
    }

    private static List<Criterion> criteria(RunbookSource.RunbookFile runbookFile) {
        var criteria = new ArrayList<Criterion>();
        for (var reason : runbookFile.rollbackWhen()) {
            criteria.add(new Criterion(
                    reason.id(),
                    reason.title(),
                    Criterion.Purpose.ROLLBACK,
                    reason.covers(),
                    reason.measure(),
                    reason.above() == null ? reason.below() : reason.above(),
                    reason.below() == null ? Criterion.Comparison.ABOVE : Criterion.Comparison.BELOW,
                    reason.response(),
                    reason.deadline(),
                    reason.mode(),
                    reason.note()));
        }
        for (var success : runbookFile.successWhen()) {
            criteria.add(new Criterion(
                    success.id(),
                    success.title(),
                    Criterion.Purpose.SUCCESS,
                    success.covers(),
                    success.measure(),
                    success.above() == null ? success.below() : success.above(),
                    success.below() == null ? Criterion.Comparison.ABOVE : Criterion.Comparison.BELOW,
                    Criterion.Response.ORDERED,
                    null,
                    RollbackMode.AUTO,
                    success.note()));
        }
        return criteria;
    }
}
