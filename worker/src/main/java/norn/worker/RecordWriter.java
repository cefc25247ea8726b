package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import norn.catalog.ChecklistItems;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.report.Checklist;
import norn.report.ReportModel;
import norn.report.markdown.ItemChecklistText;
import norn.run.NornActivities;
import norn.run.Queries;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** Saves what a run knows of itself to this host's disk, where it stays when the run is gone. */
final class RecordWriter {
    private final WorkflowClient client;
    private final EnvironmentProvider environments;

    RecordWriter(WorkflowClient client, EnvironmentProvider environments) {
        this.client = client;
        this.environments = environments;
    }

    /**
     * Writes {@code record.json}, {@code report.json}, {@code report.md} and, item by item, {@code checklist.md}; returns the path of
     * the report.
     */
    Path save(NornActivities.RecordRequest request) {
        var run = client.newUntypedWorkflowStub(request.run());
        var host = environments.host(request.environment());
        var folder = RecordFolders.deployment(host.records(), request.run());
        var record = run.query("record", JsonNode.class);
        var checklist = run.query("checklist", JsonNode.class);
        AtomicFiles.write(folder.resolve("record.json"), host.redact(LenientJson.text(record) + "\n"));
        AtomicFiles.write(folder.resolve("report.json"), host.redact(LenientJson.text(checklist) + "\n"));
        var items = itemChecklist(request.run(), record, checklist);
        if (items != null) {
            AtomicFiles.write(folder.resolve("checklist.md"), host.redact(items));
        }
        var report = folder.resolve("report.md");
        AtomicFiles.write(report, host.redact(run.query("report", String.class)));
        if (request.result() != null) {
            LenientJson.write(folder.resolve("result.json"), request.result());
        }
        return report;
    }

    /** The whole checklist by its item numbers; null: there is no plan, and so there are no items. */
    private static @Nullable String itemChecklist(String run, JsonNode record, JsonNode checklist) {
        var known = LenientJson.value(record, Queries.RunRecord.class);
        var plan = known.plan();
        if (plan == null) {
            return null;
        }
        var shown = LenientJson.value(checklist, Checklist.class);
        return ItemChecklistText.of(
                ReportModel.of(plan, known.journals(), run, Status.valueOf(shown.status()), shown.asOf()),
                ChecklistItems.builtInTexts(plan.runbook().name()));
    }
}
