package norn.worker;

import static norn.worker.WorkflowHarness.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import norn.plan.Rules;

/**
 * Records the histories that the workflows are replayed on for ever after, on a real server: {@code RecordHistories TEMPORAL
 * FOLDER}. Their names end with the number of the rules that they were made by. What is there already is left alone: a history once
 * stored stays, or replaying it would prove nothing.
 */
final class HistoryRecorder {
    private static final Map<String, String> TYPES = new LinkedHashMap<>(Map.of(
            "pre-deployment", "PreDeployment",
            "deployment-day", "DeploymentDay",
            "post-deployment", "PostDeployment",
            "rollback", "Rollback"));

    private final WorkflowHarness harness;
    private final Path folder;

    private HistoryRecorder(WorkflowHarness harness, Path folder) {
        this.harness = harness;
        this.folder = folder;
    }

    /** Records what is not there yet. */
    public static void main(String[] arguments) throws IOException {
        try (var harness = new WorkflowHarness(Files.createTempDirectory("records"), Path.of(arguments[0]))) {
            new HistoryRecorder(harness, Path.of(arguments[1])).record();
        }
        System.exit(0);
    }

    private void record() throws IOException {
        harness.deployment(now("successful"))
                .goLive()
                .complete("weekly-review")
                .go("final-sign-off")
                .result();
        save(now("successful"), "pre-deployment", "deployment-day", "post-deployment");

        harness.deployment(now("rolled-back"))
                .untilGoLive()
                .noGo("go-live")
                .complete("post-mortem")
                .result();
        save(now("rolled-back"), "pre-deployment", "deployment-day", "rollback");

        harness.environments.failTimes(now("abandoned"), "survey-host", 1);
        var abandoned = harness.deployment(now("abandoned")).awaitWaiting("survey-host");
        abandoned.refusal("decide", "gate", "go-live", "verdict", "GO", "by", "alice");
        abandoned.stub().signal("aprove", input("by", "alice"));
        abandoned.update("resolve", "step", "survey-host", "choice", "RETRY", "by", "bob");
        abandoned
                .complete("review-documentation")
                .awaitWaiting("approve-plan")
                .noGo("approve-plan")
                .result();
        save(now("abandoned"), "pre-deployment");

        harness.deployment(now("called-off"))
                .prepare()
                .go("start-day")
                .awaitWaiting("shut-down")
                .noGo("shut-down")
                .result();
        save(now("called-off"), "deployment-day");

        harness.environments.costlyRollback(now("not-agreed-to"));
        var deployment = harness.deployment(now("not-agreed-to")).goLive().awaitWaiting("weekly-review");
        deployment.update("rollBack", "reason", "slow", "by", "alice");
        deployment.awaitWaiting("set-data-aside").noGo("set-data-aside");
        deployment
                .awaitWaiting("weekly-review")
                .complete("weekly-review")
                .go("final-sign-off")
                .result();
        save(now("not-agreed-to"), "post-deployment", "rollback");

        harness.start("Rollback", now("alone"), input("environment", now("alone"), "reason", "it burns", "by", "alice"))
                .complete("post-mortem")
                .result();
        write("Rollback", now("alone"), now("alone"));
    }

    private static String now(String name) {
        return name + "-" + Rules.CURRENT.version();
    }

    private void save(String deployment, String... phases) throws IOException {
        write("Deployment", deployment, deployment);
        for (var phase : phases) {
            write(String.valueOf(TYPES.get(phase)), deployment + "/" + phase, deployment);
        }
    }

    private void write(String type, String id, String name) throws IOException {
        var history = harness.history(id);
        System.out.printf("%s: %d events%n", id, history.getEvents().size());
        var file = folder.resolve(type).resolve(name + ".json");
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(folder.resolve(type));
        Files.writeString(
                file, history.toJson(true).replaceAll("\"identity\": \"[^\"]*\"", "\"identity\": \"recorder\""));
    }
}
