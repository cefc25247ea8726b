package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.Targets;
import norn.action.run.ActionLog;
import norn.environment.Host;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.fingerprint.HostState;
import norn.plan.Plan;
import norn.report.Checklist;
import norn.run.Queries;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.sessions.GoLiveRecord;
import norn.state.Status;
import norn.state.StepEvidence;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/**
 * What this host knows of a run that says nothing of itself any more, such as one that was terminated: the plan, what the run saved at
 * the end of a phase, what its actions did here since, and how the environment stands. Other hosts' actions are in their own records.
 *
 * @param plan null where none was saved here
 * @param saved null where the run was in its first phase
 * @param wentLiveAt when it let users in; null: not, by the records of this host
 */
public record UnfinishedRun(
        String deployment,
        HostState host,
        @Nullable Plan plan,
        SavedRecords.@Nullable SavedRun saved,
        List<ActionLog.Entry> actions,
        @Nullable Instant wentLiveAt,
        boolean rolledBack) {
    private static final String PLAN = "plan.json";

    public UnfinishedRun {
        actions = List.copyOf(actions);
    }

    /** Leaves the plan on the host, for a run that ends before it saves a record. */
    static void savePlan(Host host, String deployment, Plan plan) {
        AtomicFiles.write(
                RecordFolders.deployment(host.records(), deployment).resolve(PLAN),
                host.redact(LenientJson.text(plan) + "\n"));
    }

    /** What that host knows; empty where it knows nothing of such a run. */
    static Optional<UnfinishedRun> of(Host host, String deployment) {
        var records = host.records();
        var saved = new SavedRecords(records).of(deployment);
        var plan = plan(host, deployment);
        var actions = ActionLog.read(records, deployment);
        if (saved.isEmpty() && plan.isEmpty() && actions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UnfinishedRun(
                deployment,
                HostState.of(host),
                plan.orElse(null),
                saved.orElse(null),
                actions,
                GoLiveRecord.since(records, deployment).orElse(null),
                new Targets(records).isRolledBack(deployment)));
    }

    private static Optional<Plan> plan(Host host, String deployment) {
        var folder = RecordFolders.deployment(host.records(), deployment);
        return LenientJson.read(folder.resolve(PLAN), Plan.class)
                .or(() -> LenientJson.read(folder.resolve("record.json"), Queries.RunRecord.class)
                        .map(Queries.RunRecord::plan));
    }

    /** Whether an action of it began here that changes the environment. */
    public boolean hasChanged() {
        return actions.stream().anyMatch(ActionLog.Entry::changes);
    }

    /** The last line of each step's actions, in the order in which the steps first began. */
    public Map<String, ActionLog.Entry> latest() {
        var latest = new LinkedHashMap<String, ActionLog.Entry>();
        actions.forEach(entry -> latest.put(entry.step(), entry));
        return latest;
    }

    /** The title of a step; its id where there is no plan. */
    public String title(String step) {
        return step(step).map(Step::title).orElse(step);
    }

    /** The release that it deploys, as far as it is known. */
    public Optional<String> release() {
        return plan == null
                ? Optional.ofNullable(saved).map(run -> run.checklist().release())
                : Optional.of(plan.release());
    }

    private Optional<Step> step(String id) {
        return Optional.ofNullable(plan).flatMap(known -> known.runbook().step(id));
    }

    /**
     * The checklist in its usual shape, as of the last thing that is known, with what else is known here. Nothing waits: nobody would
     * take the answer.
     *
     * @param status what has become of the run, which no record says
     */
    public JsonNode tree(String status) {
        var base = base();
        var latest = latest();
        var lines = new ArrayList<Checklist.Line>();
        base.steps().forEach(line -> lines.add(updated(line, latest.remove(line.id()), base.asOf())));
        latest.forEach((id, entry) -> unlisted(id, entry).ifPresent(lines::add));
        var tree = (ObjectNode) LenientJson.toTree(base);
        tree.put("status", status);
        tree.put("asOf", lastKnownAt(base.asOf()).toString());
        tree.set("waiting", LenientJson.toTree(List.of()));
        tree.set("steps", LenientJson.toTree(lines));
        tree.set("host", LenientJson.toTree(host));
        tree.set("actions", LenientJson.toTree(actions));
        return tree;
    }

    private Checklist base() {
        if (saved != null) {
            return saved.checklist();
        }
        var asOf = actions.isEmpty() ? Instant.EPOCH : actions.get(0).at();
        return plan == null
                ? Checklist.withoutPlan(deployment, host.environment(), "", Status.RUNNING, asOf)
                : Checklist.of(plan, List.of(), deployment, Status.RUNNING, asOf);
    }

    private Instant lastKnownAt(Instant saved) {
        var last = actions.isEmpty() ? saved : actions.get(actions.size() - 1).at();
        return last.isAfter(saved) ? last : saved;
    }

    private static Checklist.Line updated(Checklist.Line line, ActionLog.@Nullable Entry entry, Instant asOf) {
        var isKnown = line.state() != StepState.PENDING
                && entry != null
                && !entry.at().isAfter(asOf);
        if (entry == null || isKnown) {
            return line;
        }
        return line(line, entry);
    }

    /** A step of the rollback, which is no part of a checklist before it begins. */
    private Optional<Checklist.Line> unlisted(String id, ActionLog.Entry entry) {
        return step(id).map(step -> line(
                Checklist.Line.pending(id, PhaseName.ROLLBACK, step.title(), step.covers(), entry.attempt()), entry));
    }

    private static Checklist.Line line(Checklist.Line line, ActionLog.Entry entry) {
        var isOver = entry.what() != ActionLog.What.BEGUN;
        return new Checklist.Line(
                line.id(),
                line.phase(),
                line.section(),
                line.title(),
                line.covers(),
                switch (entry.what()) {
                    case BEGUN -> StepState.RUNNING;
                    case DONE -> StepState.DONE;
                    case FAILED, STOPPED -> StepState.FAILED;
                },
                entry.attempt(),
                line.plannedAt(),
                line.startedAt() == null ? entry.at() : line.startedAt(),
                isOver ? entry.at() : null,
                "machine",
                isOver ? StepEvidence.of(entry.summary()) : null);
    }
}
