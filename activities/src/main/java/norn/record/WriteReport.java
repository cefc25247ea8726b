package norn.record;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Set;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;
import norn.state.Evidence;

/** Writes a report as the run computed it: Markdown for people, JSON for programs. */
final class WriteReport {
    /** A copy may be read by everybody, such as a web server. */
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("rw-r--r--");

    Evidence run(Order order, Attempt attempt) {
        var options = Options.of(order);
        var kind = RecordFolders.name(options.text("kind").orElse("report"));
        var files = new LinkedHashMap<String, String>();
        options.text("report")
                .ifPresent(report -> files.put(kind + ".md", report.endsWith("\n") ? report : report + "\n"));
        var checklist = order.options().get("checklist");
        if (checklist != null) {
            files.put(kind + ".json", LenientJson.text(checklist) + "\n");
        }
        if (files.isEmpty()) {
            throw new ActionFailed(
                    "NothingToReport",
                    "the order holds neither report nor checklist",
                    "The worker adds them to the order: report a bug of Norn.",
                    false);
        }
        var folder = RecordFolders.deployment(attempt.host().records(), order.deployment())
                .resolve("reports");
        files.forEach((name, text) -> {
            attempt.evidence().artifact(folder, name, text);
            attempt.host()
                    .section(RecordSettings.class)
                    .map(RecordSettings::copies)
                    .ifPresent(copies -> AtomicFiles.write(
                            copies.resolve(RecordFolders.name(order.deployment()))
                                    .resolve(name),
                            attempt.redact(text),
                            EVERYBODY));
        });
        return attempt.evidence()
                .value("report", folder.toString())
                .done("%s written: %s".formatted(kind, String.join(", ", files.keySet())));
    }
}
