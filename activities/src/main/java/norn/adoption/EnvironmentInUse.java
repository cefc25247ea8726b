package norn.adoption;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import norn.action.Attempt;
import norn.action.Fence;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.fingerprint.HostState;
import norn.plan.Problem;
import org.jspecify.annotations.Nullable;

/** Whether a deployment or a rollback has the environment, by the records of this host. */
final class EnvironmentInUse {
    private static final List<String> OVER =
            List.of("SUCCESSFUL", "PARTIAL", "ROLLED_BACK", "ABANDONED", "ROLLBACK_FAILED");

    private EnvironmentInUse() {}

    static List<Problem> problems(Attempt attempt, AdoptionRequest request, @Nullable AdoptionRecord record) {
        var host = attempt.host();
        var where = "environment " + host.environment();
        var problems = new ArrayList<Problem>();
        var unfinished = HostState.of(host).unfinished();
        if (unfinished != null) {
            problems.add(Problem.at(
                            where,
                            "%s began to change it, and neither let users in nor rolled back"
                                    .formatted(unfinished.deployment()))
                    .remedy("Wait for its end, or roll it back: norn rollback %s --reason TEXT."
                            .formatted(host.environment())));
        }
        new Fence(host.records())
                .holder()
                .filter(holder -> unfinished == null && !request.takeOver())
                .filter(holder -> record == null || !holder.equals(record.id()))
                .filter(holder -> !isOver(host.records(), holder))
                .ifPresent(holder -> problems.add(
                        Problem.at(where, "%s took it, and has not recorded its end here".formatted(holder))
                                .remedy(
                                        "'norn status %s' shows how it stands. Wait for its end; if it was terminated, say so: --take-over."
                                                .formatted(host.environment()))));
        return problems;
    }

    private static boolean isOver(Path records, String run) {
        var folder = RecordFolders.deployment(records, run);
        return Files.exists(folder.resolve("result.json"))
                || AdoptionRecord.isUndone(records, run)
                || LenientJson.read(folder.resolve("report.json"), JsonNode.class)
                        .filter(report ->
                                OVER.contains(report.path("status").asText()) || report.hasNonNull("goLiveAt"))
                        .isPresent();
    }
}
