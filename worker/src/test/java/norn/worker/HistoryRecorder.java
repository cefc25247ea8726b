package norn.worker;

import static norn.worker.WorkflowHarness.input;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import norn.plan.Rules;

/**
 * Records the histories that the workflows are replayed on for ever after: {@code HistoryRecorder TEMPORAL FOLDER}, where the first is
 * a Temporal CLI. What is there already is left alone: a history once stored stays, or replaying it would prove nothing.
 *
 * <p>The endings are recorded on a real server with a small runbook, the full runs of the built-in runbook on a server that skips
 * time; those are compressed. A file is called like the deployment or rollback, whose id ends with the number of the rules; the runs
 * before the last, where a phase continued as new, have {@code .run-1} and so on after it.
 */
final class HistoryRecorder {
    private static final String RULES = "-" + Rules.CURRENT.version();

    private final WorkflowHarness harness;
    private final Path folder;

    private HistoryRecorder(WorkflowHarness harness, Path folder) {
        this.harness = harness;
        this.folder = folder;
    }

    /** Records what is not there yet. */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[1]);
        try (var harness = new WorkflowHarness(Files.createTempDirectory("records"), Path.of(arguments[0]))) {
            new HistoryRecorder(harness, folder).recordEndings();
        }
        try (var harness = WorkflowHarness.ofBuiltInRunbook(Files.createTempDirectory("records"))) {
            new HistoryRecorder(harness, folder).recordFullRuns();
        }
        System.exit(0);
    }

    private void recordEndings() throws IOException {
        successful();
        partial();
        abandoned();
        calledOff();
        cancelled();
        rolledBack();
        rollbackFailed();
        notAgreedTo();
        reset();
        standaloneRollback();
        handedOver();
        wrongStart();
    }

    private void successful() throws IOException {
        var id = "successful" + RULES;
        harness.deployment(id)
                .goLive()
                .complete("weekly-review")
                .go("final-sign-off")
                .result();
        saveDeployment(id, "PreDeployment", "DeploymentDay", "PostDeployment");
        save("EnvironmentLock", id, "norn/" + id);
    }

    private void partial() throws IOException {
        var id = "partial" + RULES;
        harness.environments.failTimes(id, "announce", 1);
        var run = harness.deployment(id).prepare().go("start-day").awaitWaiting("announce");
        run.update("resolve", "step", "announce", "choice", "SKIP", "by", "alice", "note", "notified by hand");
        run.go("shut-down")
                .go("go-live")
                .complete("weekly-review")
                .go("final-sign-off")
                .result();
        saveDeployment(id, "DeploymentDay");
    }

    private void abandoned() throws IOException {
        var id = "abandoned" + RULES;
        harness.environments.failTimes(id, "survey-host", 1);
        var run = harness.deployment(id).awaitWaiting("survey-host");
        run.refusal("decide", "gate", "go-live", "verdict", "GO", "by", "alice");
        run.stub().signal("aprove", input("by", "alice"));
        run.update("resolve", "step", "survey-host", "choice", "RETRY", "by", "bob");
        run.complete("review-documentation")
                .awaitWaiting("approve-plan")
                .noGo("approve-plan")
                .result();
        saveDeployment(id, "PreDeployment");
    }

    private void calledOff() throws IOException {
        var id = "called-off" + RULES;
        harness.deployment(id)
                .prepare()
                .go("start-day")
                .awaitWaiting("shut-down")
                .noGo("shut-down")
                .result();
        saveDeployment(id, "DeploymentDay");
    }

    private void cancelled() throws IOException {
        var id = "cancelled" + RULES;
        var run = harness.deployment(id).goLive().awaitWaiting("weekly-review");
        run.stub().cancel();
        run.awaitClosed();
        saveDeployment(id, "PostDeployment");
    }

    private void rolledBack() throws IOException {
        var id = "rolled-back" + RULES;
        harness.deployment(id)
                .untilGoLive()
                .noGo("go-live")
                .complete("post-mortem")
                .result();
        saveDeployment(id, "PreDeployment", "DeploymentDay", "Rollback");
    }

    private void rollbackFailed() throws IOException {
        var id = "rollback-failed" + RULES;
        harness.environments.failTimes(id, "restore-code", 9);
        var run = harness.deployment(id).untilGoLive().noGo("go-live").awaitWaiting("restore-code");
        run.update("resolve", "step", "restore-code", "choice", "ROLL_BACK", "by", "bob", "note", "by hand now");
        run.awaitClosed();
        saveDeployment(id, "Rollback");
    }

    private void notAgreedTo() throws IOException {
        var id = "not-agreed-to" + RULES;
        harness.environments.costlyRollback(id);
        var run = harness.deployment(id).goLive().awaitWaiting("weekly-review");
        run.update("rollBack", "reason", "slow", "by", "alice");
        run.awaitWaiting("set-data-aside").noGo("set-data-aside");
        run.awaitWaiting("weekly-review")
                .complete("weekly-review")
                .go("final-sign-off")
                .result();
        saveDeployment(id, "PostDeployment", "Rollback");
    }

    private void reset() throws IOException {
        var id = "reset" + RULES;
        harness.deployment(id).prepare().awaitWaiting("start-day");
        harness.reset(id);
        untilDayStarts(harness.run(id))
                .go("start-day")
                .go("shut-down")
                .go("go-live")
                .complete("weekly-review")
                .go("final-sign-off")
                .result();
        saveDeployment(id);
    }

    /** The server sends the messages of the run before to the new one: one that comes too early is refused, and asked for again. */
    private static WorkflowHarness.TestRun untilDayStarts(WorkflowHarness.TestRun run) {
        var waiting = List.of("review-documentation", "approve-plan", "start-day");
        for (var step : waiting) {
            run.awaitChecklist(checklist -> waiting.subList(waiting.indexOf(step), waiting.size()).stream()
                    .anyMatch(later -> WorkflowHarness.TestRun.isWaiting(checklist, later)));
            if (WorkflowHarness.TestRun.isWaiting(run.checklist(), "review-documentation")) {
                run.complete("review-documentation");
            } else if (WorkflowHarness.TestRun.isWaiting(run.checklist(), "approve-plan")) {
                run.go("approve-plan");
            }
        }
        return run;
    }

    private void standaloneRollback() throws IOException {
        var id = "alone" + RULES;
        harness.start("Rollback", id, input("environment", id, "reason", "it burns", "by", "alice"))
                .complete("post-mortem")
                .result();
        save("Rollback", id, id);
    }

    private void handedOver() throws IOException {
        var id = "handed-over" + RULES;
        var deployment = harness.deployment("holder" + RULES, id).untilGoLive();
        harness.start("Rollback", id, input("environment", id, "reason", "it burns", "by", "alice"))
                .result();
        deployment.complete("post-mortem").result();
        save("Rollback", id, id);
    }

    private void wrongStart() throws IOException {
        var id = "wrong-start" + RULES;
        harness.start("Deployment", id, input("relase", "v1.0.0")).awaitClosed();
        saveDeployment(id);
    }

    private void recordFullRuns() throws IOException {
        var full = new FullRun(harness, RULES);
        full.run();
        saveDeployment(full.superseded, "PreDeployment", "DeploymentDay", "PostDeployment");
        saveDeployment(full.rolledBack, "PreDeployment", "DeploymentDay", "Rollback");
        saveDeployment(full.successful, "PreDeployment", "DeploymentDay", "PostDeployment");
    }

    private void saveDeployment(String deployment, String... phases) throws IOException {
        save("Deployment", deployment, deployment);
        for (var phase : phases) {
            save(phase, deployment, deployment + "/" + phaseId(phase));
        }
    }

    private static String phaseId(String type) {
        return type.replaceAll("(.)([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private void save(String type, String name, String id) throws IOException {
        var runs = harness.runs(id);
        write(type, name, runs.get(0));
        var earlier = runs.subList(1, runs.size());
        for (var i = 0; i < earlier.size(); i++) {
            write(type, "%s.run-%d".formatted(name, earlier.size() - i), earlier.get(i));
        }
    }

    private void write(String type, String name, WorkflowExecutionHistory history) throws IOException {
        System.out.printf("%s/%s: %d events%n", type, name, history.getEvents().size());
        var json = history.toJson(true).replaceAll("\"identity\": \"[^\"]*\"", "\"identity\": \"recorder\"");
        var file = folder.resolve(type).resolve(name + (harness.skipsTime() ? ".json.gz" : ".json"));
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(folder.resolve(type));
        try (var out =
                harness.skipsTime() ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
    }
}
