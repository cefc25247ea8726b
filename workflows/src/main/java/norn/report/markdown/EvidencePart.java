package norn.report.markdown;

import java.util.List;
import norn.report.ReportEvidence;
import norn.report.ReportEvidence.EvidenceFile;
import norn.report.ReportEvidence.Fingerprint;
import org.jspecify.annotations.Nullable;

/** What proves it: fingerprints, stand-ins, and the files in the evidence folder. */
final class EvidencePart {
    private static final int SHOWN_CHARACTERS = 16;

    private final Markdown text;

    EvidencePart(Markdown text) {
        this.text = text;
    }

    void fingerprints(ReportEvidence evidence) {
        if (evidence.before() == null && evidence.after() == null) {
            return;
        }
        text.heading(2, "Fingerprints of the old release");
        text.bullet("Before the first change", fingerprint(evidence.before()));
        if (evidence.after() == null) {
            return;
        }
        text.bullet("After the rollback", fingerprint(evidence.after()));
        text.bullet("Equal", evidence.fingerprintsEqual() ? "yes" : "**no**");
    }

    private static @Nullable String fingerprint(@Nullable Fingerprint fingerprint) {
        return fingerprint == null ? null : "`%s` (source: %s)".formatted(fingerprint.sha256(), fingerprint.step());
    }

    void standInsAndFiles(ReportEvidence evidence) {
        text.section(
                "Parts that stand in for bigger ones",
                List.of("part", "what it is here"),
                evidence.standIns().entrySet().stream()
                        .map(part -> List.of(part.getKey(), part.getValue()))
                        .toList());
        text.section(
                "Evidence files",
                List.of("step", "file", "bytes", "SHA-256"),
                evidence.files().stream().map(EvidencePart::row).toList());
    }

    private static List<String> row(EvidenceFile file) {
        var artifact = file.artifact();
        return List.of(
                file.step(),
                artifact.path(),
                Long.toString(artifact.sizeBytes()),
                artifact.sha256().length() > SHOWN_CHARACTERS
                        ? artifact.sha256().substring(0, SHOWN_CHARACTERS) + "…"
                        : artifact.sha256());
    }
}
