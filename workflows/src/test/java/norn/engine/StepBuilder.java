package norn.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.PlannedTime;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;

/** A step, written in a few words: {@code A.step("build").needs("check-out").changes()}. */
final class StepBuilder {
    private final String id;
    private Work work;
    private final List<String> needs = new ArrayList<>();
    private PlannedTime at;
    private StepPurpose purpose;
    private boolean optional;
    private boolean changes;
    private boolean goLive;
    private boolean skippable;
    private Step.OnFailure onFailure = Step.OnFailure.ASK;
    private Step.When when;
    private Step.Notice notice;
    private boolean onReschedule;
    private final List<String> compensates = new ArrayList<>();

    private StepBuilder(String id, Work work) {
        this.id = id;
        this.work = work;
    }

    static StepBuilder step(String id) {
        return action(id, "do-" + id, new LinkedHashMap<>());
    }

    static StepBuilder action(String id, String name, Map<String, Object> options) {
        return new StepBuilder(id, new Work.Action(name, options, Duration.ofMinutes(5), Duration.ofSeconds(10)));
    }

    static StepBuilder watch(String id, String window) {
        var options = new LinkedHashMap<String, Object>();
        options.put("window", window);
        return action(id, "watch", options).purpose(StepPurpose.WATCHES);
    }

    static StepBuilder person(String id, Work.AskedValue... values) {
        return new StepBuilder(
                id, new Work.Attestation(List.of("operator"), List.of("look at " + id), List.of(values)));
    }

    static StepBuilder gate(String id) {
        return new StepBuilder(
                id, new Work.Gate(List.of("release-manager"), 1, List.of(), null, Work.DeadlineAction.NO_GO, false));
    }

    StepBuilder quorum(int quorum) {
        return gate(new Work.Gate(
                gate().roles(), quorum, gate().notBy(), gate().deadline(), gate().onDeadline(), gate().signOff()));
    }

    StepBuilder notBy(String... ids) {
        return gate(new Work.Gate(
                gate().roles(),
                gate().quorum(),
                List.of(ids),
                gate().deadline(),
                gate().onDeadline(),
                gate().signOff()));
    }

    StepBuilder deadline(Duration deadline, Work.DeadlineAction silence) {
        return gate(
                new Work.Gate(gate().roles(), gate().quorum(), gate().notBy(), deadline, silence, gate().signOff()));
    }

    StepBuilder signOff() {
        return gate(new Work.Gate(
                gate().roles(), gate().quorum(), gate().notBy(), gate().deadline(), gate().onDeadline(), true));
    }

    private Work.Gate gate() {
        return (Work.Gate) work;
    }

    private StepBuilder gate(Work.Gate gate) {
        work = gate;
        return this;
    }

    StepBuilder needs(String... ids) {
        needs.addAll(List.of(ids));
        return this;
    }

    StepBuilder at(String time) {
        at = PlannedTime.parse(time);
        return this;
    }

    StepBuilder purpose(StepPurpose what) {
        purpose = what;
        return this;
    }

    StepBuilder optional() {
        optional = true;
        return this;
    }

    StepBuilder changes() {
        changes = true;
        return this;
    }

    StepBuilder goLive() {
        goLive = true;
        return this;
    }

    StepBuilder skippable() {
        skippable = true;
        return this;
    }

    StepBuilder onFailure(Step.OnFailure what) {
        onFailure = what;
        return this;
    }

    StepBuilder when(String step, String value) {
        when = new Step.When(step, value);
        return this;
    }

    StepBuilder notice(String step, Duration promised) {
        notice = new Step.Notice(step, promised);
        return this;
    }

    StepBuilder onReschedule() {
        onReschedule = true;
        return this;
    }

    StepBuilder compensates(String... ids) {
        compensates.addAll(List.of(ids));
        return this;
    }

    Step step() {
        return new Step(
                id,
                "Step " + id,
                List.of("X-" + id),
                at,
                work,
                purpose,
                needs,
                null,
                optional,
                changes,
                goLive,
                skippable,
                onFailure,
                1,
                when,
                notice,
                null,
                null,
                compensates,
                onReschedule);
    }
}
