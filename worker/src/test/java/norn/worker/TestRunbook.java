package norn.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Policy;
import norn.plan.Rules;
import norn.plan.Watched;
import norn.runbook.Criterion;
import norn.runbook.Measure;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.PlannedTime;
import norn.runbook.RollbackMode;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;

/** A small runbook with everything in it that a deployment can meet. */
final class TestRunbook {
    private TestRunbook() {}

    /** In environments that are called so, the game servers have a host of their own, of that name. */
    static final String TWO_HOSTS = "two-hosts";

    static final String OTHER_HOST = "game-1";

    /** In environments that are called so, no gate begins the day, so that the environment is taken before it. */
    static final String UNGATED = "ungated";

    /** When the deployment let users in whose release a watch alone finds there. */
    static final Instant SERVED_SINCE = Instant.parse("2026-11-01T09:00:00Z");

    static Plan plan(PlanRequest request, Pace pace) {
        var release = request.release() == null ? "v1.0.0" : request.release();
        var policy = new Policy(
                ZoneOffset.UTC,
                pace,
                new LinkedHashMap<>(Map.of("release-manager", List.of("alice", "carol"), "operator", List.of("bob"))),
                false,
                new LinkedHashMap<>(Map.of("agentsFailingPercent", 50.0, "responsesMilliseconds", 250.0)),
                Duration.ofMinutes(15),
                Duration.ofMinutes(120),
                request.environment().startsWith(TWO_HOSTS) ? Map.of("game-servers", OTHER_HOST) : Map.of(),
                new LinkedHashMap<>());
        var plan = new Plan(Rules.CURRENT, request.environment(), release, "v0.9.0", runbook(request), policy, "00");
        return request.watchesAlone() ? plan.watching(new Watched("served", SERVED_SINCE)) : plan;
    }

    private static Runbook runbook(PlanRequest request) {
        var isUngated = request.environment().startsWith(UNGATED);
        var start = gate("start-day");
        var callOff = action("call-off").compensates("announce");
        if (isUngated) {
            callOff.compensates("survey-host");
        }
        var preparation = phase(
                PhaseName.PRE_DEPLOYMENT,
                section(action("survey-host")),
                section(person("review-documentation").needs("survey-host"), gate("approve-plan")));
        var day = phase(
                PhaseName.DEPLOYMENT_DAY,
                section(
                        isUngated ? start : start.purpose(StepPurpose.BEGINS_DAY),
                        action("announce").at("T-30m")),
                section(
                        gate("shut-down"),
                        action("fingerprint").purpose(StepPurpose.RECORDS_TARGET),
                        action("enable-maintenance").changes()),
                section(
                        action("migrate-database").changes(),
                        action("activate").changes().component("game-servers")),
                section(gate("go-live"), action("disable-maintenance").changes().goLive(), action("welcome")),
                section(callOff));
        var week = phase(
                PhaseName.POST_DEPLOYMENT,
                section(action("watch")
                        .purpose(StepPurpose.WATCHES)
                        .option("window", "4h")
                        .at("H+0")),
                section(
                        person("weekly-review").at("D7 09:00"),
                        gate("final-sign-off").signOff()));
        var rollback = phase(
                PhaseName.ROLLBACK,
                section(action("survey-environment").purpose(StepPurpose.SURVEYS)),
                section(gate("set-data-aside")
                        .pageAfter(Duration.ofHours(2))
                        .when("survey-environment", "asksConsent")),
                section(
                        action("restore-code").changes().component("game-servers"),
                        action("verify-fingerprint").purpose(StepPurpose.PROVES),
                        action("let-in")
                                .purpose(StepPurpose.RESTORES_ACCESS)
                                .when("survey-environment", "usersAreOut")),
                section(person("post-mortem")));
        var criteria = List.of(
                criterion("security-vulnerability", null),
                criterion("agents-failing", "agentsFailingPercent"),
                success("responsesMilliseconds"));
        return new Runbook(
                "test",
                "A runbook for tests",
                List.of(preparation, day, week, rollback),
                List.of(
                        Measure.worst("agentsFailingPercent", "Agents that fail"),
                        Measure.worst("responsesMilliseconds", "Response time")),
                criteria,
                List.of(),
                List.of());
    }

    private static Criterion criterion(String id, String measure) {
        return new Criterion(
                id,
                id,
                Criterion.Purpose.ROLLBACK,
                List.of(),
                measure,
                measure,
                Criterion.Comparison.ABOVE,
                measure == null ? Criterion.Response.ORDERED : Criterion.Response.ASK,
                measure == null ? null : Duration.ofMinutes(10),
                RollbackMode.CODE,
                null);
    }

    private static Criterion success(String measure) {
        return new Criterion(
                measure,
                measure,
                Criterion.Purpose.SUCCESS,
                List.of(),
                measure,
                measure,
                Criterion.Comparison.BELOW,
                Criterion.Response.ORDERED,
                null,
                RollbackMode.AUTO,
                null);
    }

    @SafeVarargs
    private static Phase phase(PhaseName name, List<StepBuilder>... sections) {
        var all = new ArrayList<Phase.Section>();
        StepBuilder before = null;
        for (var section : sections) {
            var steps = new ArrayList<Step>();
            for (var step : section) {
                if (before != null) {
                    step.needs(before.id);
                }
                steps.add(step.step());
                before = step;
            }
            all.add(new Phase.Section(name.id() + "-" + all.size(), "A section", steps));
        }
        return new Phase(name, name.id(), all);
    }

    private static List<StepBuilder> section(StepBuilder... steps) {
        return Arrays.asList(steps);
    }

    static StepBuilder action(String name) {
        return new StepBuilder(
                name, new Work.Action(name, new LinkedHashMap<>(), Duration.ofHours(5), Duration.ofSeconds(10)));
    }

    static StepBuilder person(String id) {
        return new StepBuilder(id, new Work.Attestation(List.of("operator"), List.of(id), List.of()));
    }

    static StepBuilder gate(String id) {
        return new StepBuilder(
                id, new Work.Gate(List.of("release-manager"), 1, List.of(), null, Work.DeadlineAction.NO_GO, false));
    }

    /** A step in a few words. */
    static final class StepBuilder {
        private final String id;
        private Work work;
        private StepPurpose purpose;
        private final List<String> needs = new ArrayList<>();
        private PlannedTime at;
        private boolean changes;
        private boolean goLive;
        private final List<String> compensates = new ArrayList<>();
        private Step.When when;
        private String component;

        private StepBuilder(String id, Work work) {
            this.id = id;
            this.work = work;
        }

        StepBuilder purpose(StepPurpose what) {
            purpose = what;
            return this;
        }

        StepBuilder at(String time) {
            at = PlannedTime.parse(time);
            return this;
        }

        StepBuilder component(String name) {
            component = name;
            return this;
        }

        StepBuilder needs(String step) {
            if (!needs.contains(step)) {
                needs.add(step);
            }
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

        StepBuilder option(String name, Object value) {
            var action = (Work.Action) work;
            var options = new LinkedHashMap<>(action.options());
            options.put(name, value);
            work = new Work.Action(action.name(), options, action.limit(), action.heartbeat());
            return this;
        }

        StepBuilder when(String step, String value) {
            when = new Step.When(step, value);
            return this;
        }

        StepBuilder pageAfter(Duration deadline) {
            var gate = (Work.Gate) work;
            work = new Work.Gate(gate.roles(), gate.quorum(), gate.notBy(), deadline, Work.DeadlineAction.PAGE, false);
            return this;
        }

        StepBuilder compensates(String step) {
            compensates.add(step);
            return this;
        }

        StepBuilder signOff() {
            var gate = (Work.Gate) work;
            work = new Work.Gate(gate.roles(), gate.quorum(), gate.notBy(), null, gate.onDeadline(), true);
            return this;
        }

        Step step() {
            return new Step(
                    id,
                    "Title of " + id,
                    List.of(),
                    at,
                    work,
                    purpose,
                    needs,
                    component,
                    false,
                    changes,
                    goLive,
                    true,
                    Step.OnFailure.ASK,
                    1,
                    when,
                    null,
                    null,
                    null,
                    compensates);
        }
    }
}
