package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.run.NornActivities;

/** Saves what a run knows of itself to this host's disk, where it stays when the run is gone. */
final class RecordWriter {
    private final WorkflowClient client;
    private final EnvironmentProvider environments;

    RecordWriter(WorkflowClient client, EnvironmentProvider environments) {
        this.client = client;
        this.environments = environments;
    }

    /** Writes {@code record.json}, {@code report.json} and {@code report.md}; returns the path of the last one. */
    Path save(NornActivities.RecordRequest request) {
        var run = client.newUntypedWorkflowStub(request.run());
        var host = environments.host(request.environment());
        var folder = RecordFolders.deployment(host.records(), request.run());
        AtomicFiles.write(
                folder.resolve("record.json"),
                host.redact(LenientJson.text(run.query("record", JsonNode.class)) + "\n"));
        AtomicFiles.write(
                folder.resolve("report.json"),
                host.redact(LenientJson.text(run.query("checklist", JsonNode.class)) + "\n"));
        var report = folder.resolve("report.md");
        AtomicFiles.write(report, host.redact(run.query("report", String.class)));
        if (request.result() != null) {
            LenientJson.write(folder.resolve("result.json"), request.result());
        }
        return report;
    }
}
