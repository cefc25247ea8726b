package norn.report.markdown;

import java.util.ArrayList;
import java.util.List;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/** What proves it: fingerprints, the players' ledger, stand-ins, and the files in the evidence folder. */
final class ReportEvidence {
    private final Report.ReportModel model;
    private final Markdown text;

    ReportEvidence(Report.ReportModel model, Markdown text) {
        this.model = model;
        this.text = text;
    }

    void write() {
        fingerprints();
        named("ledger", "The players' own ledger");
        standIns();
        artifacts();
    }

    private void fingerprints() {
        var before = valueWithSource("fingerprintBefore");
        if (before == null) {
            before = valueWithSource("fingerprint");
        }
        var after = valueWithSource("fingerprintAfter");
        if (before == null && after == null) {
            return;
        }
        text.heading(2, "Fingerprints of the old release");
        text.bullet("Before the first change", before);
        if (after == null) {
            return;
        }
        text.bullet("After the rollback", after);
        text.bullet("Equal", same() ? "yes" : "**no**");
    }

    private boolean same() {
        var before = last("fingerprintBefore");
        var after = last("fingerprintAfter");
        return before != null
                && after != null
                && String.valueOf(before.evidence().values().get("fingerprintBefore"))
                        .equals(String.valueOf(after.evidence().values().get("fingerprintAfter")));
    }

    private @Nullable String valueWithSource(String name) {
        var done = last(name);
        return done == null
                ? null
                : "`%s` (source: %s)".formatted(done.evidence().values().get(name), done.step());
    }

    /** The last step that measured it; null where none did. */
    private Event.@Nullable StepSucceeded last(String name) {
        Event.StepSucceeded found = null;
        for (var entry : model.entries()) {
            if (entry.event() instanceof Event.StepSucceeded done
                    && done.evidence().values().get(name) != null) {
                found = done;
            }
        }
        return found;
    }

    private void standIns() {
        var rows = new ArrayList<List<String>>();
        model.plan.policy().standIns().forEach((part, what) -> rows.add(List.of(part, what)));
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, "Parts that stand in for bigger ones");
        text.table(List.of("part", "what it is here"), rows);
    }

    private void named(String prefix, String heading) {
        var rows = new ArrayList<List<String>>();
        for (var entry : model.entries()) {
            if (!(entry.event() instanceof Event.StepSucceeded done)) {
                continue;
            }
            done.evidence().values().forEach((name, value) -> {
                if (name.startsWith(prefix)) {
                    rows.add(List.of(name, Markdown.value(value), done.step()));
                }
            });
        }
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, heading);
        text.table(List.of("what", "value", "source"), rows);
    }

    private void artifacts() {
        var rows = new ArrayList<List<String>>();
        for (var entry : model.entries()) {
            if (!(entry.event() instanceof Event.StepSucceeded done)) {
                continue;
            }
            for (var artifact : done.evidence().artifacts()) {
                rows.add(List.of(
                        done.step(),
                        artifact.path(),
                        Long.toString(artifact.sizeBytes()),
                        artifact.sha256().length() > 16
                                ? artifact.sha256().substring(0, 16) + "…"
                                : artifact.sha256()));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        text.heading(2, "Evidence files");
        text.table(List.of("step", "file", "bytes", "SHA-256"), rows);
    }
}
