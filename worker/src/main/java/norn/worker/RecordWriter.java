package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import norn.catalog.ChecklistItems;
import norn.environment.Host;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.report.Checklist;
import norn.report.ReportModel;
import norn.report.markdown.ItemChecklistText;
import norn.run.NornActivities;
import norn.run.Queries;
import norn.run.Result;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/** Saves what a run knows of itself to this host's disk, where it stays when the run is gone. */
public final class RecordWriter {
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
        return write(
                host,
                request.run(),
                run.query("record", JsonNode.class),
                run.query("checklist", JsonNode.class),
                run.query("report", String.class),
                request.result());
    }

    /**
     * The same of what a run says of itself.
     *
     * @param record as the query {@code record} answers
     * @param checklist as the query {@code checklist} answers
     * @param text the report
     * @param result null before the status is final
     */
    public static Path write(
            Host host, String run, JsonNode record, JsonNode checklist, String text, @Nullable Result result) {
        var folder = RecordFolders.deployment(host.records(), run);
        AtomicFiles.write(folder.resolve("record.json"), host.redact(LenientJson.text(record) + "\n"));
        AtomicFiles.write(folder.resolve("report.json"), host.redact(LenientJson.text(checklist) + "\n"));
        var items = itemChecklist(run, record, checklist);
        if (items != null) {
            AtomicFiles.write(folder.resolve("checklist.md"), host.redact(items));
        }
        var report = folder.resolve("report.md");
        AtomicFiles.write(report, host.redact(text));
        if (result != null) {
            LenientJson.write(folder.resolve("result.json"), result);
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
