package norn.worker;

import static norn.worker.WorkflowHarness.input;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import norn.run.Result;
import org.awaitility.Awaitility;

/**
 * The built-in runbook from the first step of preparation to the last sign-off, at its real pace, three times in one environment: a
 * deployment that is paused, rescheduled, suspended by the next one and at last superseded; one that is rolled back before its
 * go-live; and one that is successful.
 */
final class FullRun {
    private static final String ENVIRONMENT = "production";
    private static final String MANAGER = "release-manager";
    /** From the approval of the plan to T-0: the environment is locked meanwhile. */
    private static final Duration LEAD = Duration.ofMinutes(150);

    final String superseded;
    final String rolledBack;
    final String successful;
    private final WorkflowHarness harness;
    private final PeopleAndClock people;

    /** {@code suffix} ends the ids of the deployments. */
    FullRun(WorkflowHarness harness, String suffix) {
        this.harness = harness;
        people = new PeopleAndClock(harness);
        superseded = "superseded" + suffix;
        rolledBack = BuiltInPlans.QUICK + "rolled-back" + suffix;
        successful = "full" + suffix;
        harness.environments.setFound(
                ENVIRONMENT,
                "survey-environment",
                Map.of("changed", true, "code", true, "database", true, "asksConsent", false));
    }

    void run() {
        var first = start(superseded, "v1.0.0", people.now().plus(Duration.ofDays(16)));
        messagesInPreparation(first);
        approveShortlyBefore(superseded, first);
        people.withhold(superseded, "go-live");
        people.until(() -> WorkflowHarness.TestRun.isWaiting(first.checklist(), "go-live"));
        people.stopClock(); // the server skips no time while an action runs
        harness.environments.endlessStep(superseded, "watch-hour-1");
        people.release(superseded, "go-live");
        people.until(() -> isOrdered("watch-hour-1"));

        var second = start(rolledBack, "v1.1.0", null);
        people.refuse(rolledBack, "go-live");
        people.until(() -> first.status().equals("PAUSED"));
        people.until(() -> second.status().equals("ROLLED_BACK"));
        people.until(() -> !first.status().equals("PAUSED"));
        harness.environments.finishStep(superseded, "watch-hour-1");
        people.startClock();
        people.until(() -> isClosed(second));
        people.leave(rolledBack);

        people.until(goLiveAt(first).plus(Duration.ofDays(2)));
        var third = start(successful, "v1.2.0", people.now().plus(Duration.ofDays(2)));
        approveShortlyBefore(successful, third);
        people.until(() -> isClosed(first));
        people.leave(superseded);
        people.until(() -> isClosed(third));
    }

    private WorkflowHarness.TestRun start(String id, String release, Instant t0) {
        var input = input("release", release, "environment", ENVIRONMENT, "by", MANAGER, "note", "as planned");
        if (t0 != null) {
            input.put("t0", t0.toString());
        }
        var run = harness.start("Deployment", id, input);
        people.join(id, run);
        return run;
    }

    private void messagesInPreparation(WorkflowHarness.TestRun run) {
        people.until(people.now().plus(Duration.ofDays(1)));
        run.update("pause", "by", MANAGER, "note", "a holiday");
        people.until(people.now().plus(Duration.ofHours(5)));
        run.update("resume", "by", MANAGER);
        run.update("reschedule", "t0", t0(run).plus(Duration.ofDays(1)).toString(), "by", MANAGER);
        run.update("incident", "id", "i1", "severity", "P3", "summary", "slow", "state", "OPEN", "by", "operator");
        run.update("incident", "id", "i1", "severity", "P3", "summary", "slow", "state", "CLOSED", "by", "operator");
    }

    private void approveShortlyBefore(String id, WorkflowHarness.TestRun run) {
        people.withhold(id, "approve-plan");
        people.until(t0(run).minus(LEAD));
        people.release(id, "approve-plan");
    }

    private boolean isOrdered(String step) {
        return harness.environments.orders(ENVIRONMENT, "watch").stream()
                .anyMatch(order -> order.step().equals(step));
    }

    private static boolean isClosed(WorkflowHarness.TestRun run) {
        return run.stub().describe().getStatus().name().endsWith("COMPLETED");
    }

    private static Instant t0(WorkflowHarness.TestRun run) {
        Awaitility.await().until(() -> run.checklist().path("t0").isTextual());
        return Instant.parse(run.checklist().path("t0").asText());
    }

    private static Instant goLiveAt(WorkflowHarness.TestRun run) {
        return Instant.parse(run.checklist().path("goLiveAt").asText());
    }

    Result result(String id) {
        return harness.run(id).result();
    }
}
