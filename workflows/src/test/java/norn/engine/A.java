package norn.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.PlannedTime;
import norn.runbook.Step;
import norn.runbook.Work;

/** A step, told in a few words: {@code A.step("build").needs("check-out").changes()}. */
final class A {
    private final String id;
    private Work work;
    private final List<String> needs = new ArrayList<>();
    private PlannedTime at;
    private boolean optional;
    private boolean changes;
    private boolean goLive;
    private boolean skippable;
    private Step.OnFailure onFailure = Step.OnFailure.ASK;
    private Step.When when;
    private Step.Notice notice;
    private final List<String> takesBack = new ArrayList<>();

    private A(String id, Work work) {
        this.id = id;
        this.work = work;
    }

    static A step(String id) {
        return action(id, "do-" + id, new LinkedHashMap<>());
    }

    static A action(String id, String name, Map<String, Object> options) {
        return new A(id, new Work.Action(name, options, Duration.ofMinutes(5), Duration.ofSeconds(10)));
    }

    static A watch(String id, String window) {
        var options = new LinkedHashMap<String, Object>();
        options.put("window", window);
        return action(id, "watch", options);
    }

    static A person(String id, Work.AskedValue... values) {
        return new A(id, new Work.Attestation(List.of("operator"), List.of("look at " + id), List.of(values)));
    }

    static A gate(String id) {
        return new A(id, new Work.Gate(List.of("release-manager"), 1, List.of(), null, Work.Silence.NO_GO, false));
    }

    A quorum(int quorum) {
        return gate(new Work.Gate(
                gate().roles(), quorum, gate().notBy(), gate().deadline(), gate().silence(), gate().signOff()));
    }

    A notBy(String... ids) {
        return gate(new Work.Gate(
                gate().roles(), gate().quorum(), List.of(ids), gate().deadline(), gate().silence(), gate().signOff()));
    }

    A deadline(Duration deadline, Work.Silence silence) {
        return gate(
                new Work.Gate(gate().roles(), gate().quorum(), gate().notBy(), deadline, silence, gate().signOff()));
    }

    A signOff() {
        return gate(new Work.Gate(
                gate().roles(), gate().quorum(), gate().notBy(), gate().deadline(), gate().silence(), true));
    }

    private Work.Gate gate() {
        return (Work.Gate) work;
    }

    private A gate(Work.Gate gate) {
        work = gate;
        return this;
    }

    A needs(String... ids) {
        needs.addAll(List.of(ids));
        return this;
    }

    A at(String time) {
        at = PlannedTime.parse(time);
        return this;
    }

    A optional() {
        optional = true;
        return this;
    }

    A changes() {
        changes = true;
        return this;
    }

    A goLive() {
        goLive = true;
        return this;
    }

    A skippable() {
        skippable = true;
        return this;
    }

    A onFailure(Step.OnFailure what) {
        onFailure = what;
        return this;
    }

    A when(String step, String value) {
        when = new Step.When(step, value);
        return this;
    }

    A notice(String step, Duration promised) {
        notice = new Step.Notice(step, promised);
        return this;
    }

    A takesBack(String... ids) {
        takesBack.addAll(List.of(ids));
        return this;
    }

    Step step() {
        return new Step(
                id,
                "Step " + id,
                List.of("X-" + id),
                at,
                work,
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
                takesBack);
    }
}
