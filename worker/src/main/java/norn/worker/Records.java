package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import norn.action.AtomicFiles;
import norn.action.Folders;
import norn.deployment.NornActivities;
import norn.plan.Order;

/** Writes what a run knows of itself to this host's disk, where it stays when the run is gone. */
final class Records implements ActionActivity.Enrichment {
    private final WorkflowClient client;
    private final Environments environments;

    Records(WorkflowClient client, Environments environments) {
        this.client = client;
        this.environments = environments;
    }

    /** Writes {@code record.json}, {@code report.json} and {@code report.md}; returns where the last one lies. */
    Path keep(NornActivities.Keep keep) {
        var run = client.newUntypedWorkflowStub(keep.run());
        var hands = environments.hands(keep.environment());
        var folder = Folders.deployment(hands.records(), keep.run());
        write(folder.resolve("record.json"), hands.redact(Json.text(run.query("record", JsonNode.class))));
        write(folder.resolve("report.json"), hands.redact(Json.text(run.query("checklist", JsonNode.class))));
        var report = folder.resolve("report.md");
        write(report, hands.redact(run.query("report", String.class)));
        if (keep.result() != null) write(folder.resolve("result.json"), Json.text(keep.result()));
        return report;
    }

    /** An order to write a report, with what there is to report. */
    @Override
    public Order apply(Order order) {
        var run = client.newUntypedWorkflowStub(order.deployment());
        var options = new LinkedHashMap<>(order.options());
        options.put("checklist", run.query("checklist", LinkedHashMap.class));
        options.put("report", run.query("report", String.class));
        return new Order(
                order.deployment(),
                order.environment(),
                order.release(),
                order.previousRelease(),
                order.component(),
                order.step(),
                order.attempt(),
                order.fence(),
                order.hands(),
                options);
    }

    private static void write(Path file, String text) {
        AtomicFiles.write(file, text);
    }
}
