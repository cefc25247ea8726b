package norn.record;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.runbook.StepPurpose;

/** Reports. */
public final class RecordCapability implements Capability<RecordSettings> {
    @Override
    public String section() {
        return "reports";
    }

    @Override
    public Class<RecordSettings> settings() {
        return RecordSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                                "write-report",
                                "Writes a report into the deployment's records.",
                                new WriteReport()::run,
                                Option.required(
                                        "kind", Type.TEXT, "timeline, day-1, 48-hours, weekly, final or rollback"),
                                Option.ofRun("report", Type.TEXT, "the report; the worker adds it"),
                                Option.ofRun("checklist", Type.OBJECT, "the checklist; the worker adds it"))
                        .readingNothing()
                        .forSteps(StepPurpose.REPORTS),
                harmless(
                                "write-rollback-script",
                                "Writes the script that rolls back on this host without a server, beside the evidence.",
                                new WriteRollbackScript()::run)
                        .readingNothing(),
                harmless(
                                "try-rollback-script",
                                "Runs that script with --plan, which changes nothing.",
                                new TryRollbackScript()::run)
                        .readingNothing());
    }
}
