package norn.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.state.Event;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * What proves it: fingerprints, parts that stand in for bigger ones, and the files in the evidence folder.
 *
 * @param before the fingerprint before the first change; null: none was taken
 * @param after the fingerprint after the rollback; null: there was none
 * @param fingerprintsEqual whether the rollback brought back what was there
 */
public record ReportEvidence(
        @Nullable Fingerprint before,
        @Nullable Fingerprint after,
        boolean fingerprintsEqual,
        Map<String, String> standIns,
        List<EvidenceFile> files) {
    public ReportEvidence {
        files = List.copyOf(files);
    }

    /** A fingerprint, and the step that took it. */
    public record Fingerprint(String sha256, String step) {}

    /** A file, and the step that made it. */
    public record EvidenceFile(String step, Evidence.Artifact artifact) {}

    static ReportEvidence of(ReportInput input) {
        var proven = last(input, "fingerprintBefore");
        var after = last(input, "fingerprintAfter");
        return new ReportEvidence(
                proven == null ? last(input, "fingerprint") : proven,
                after,
                proven != null && after != null && proven.sha256().equals(after.sha256()),
                input.plan().policy().standIns(),
                files(input));
    }

    /** The value of that name that a step gave last; null where none did. */
    private static @Nullable Fingerprint last(ReportInput input, String name) {
        Fingerprint found = null;
        for (var entry : input.entries()) {
            if (entry.event() instanceof Event.StepSucceeded done
                    && done.evidence().values().get(name) != null) {
                found = new Fingerprint(String.valueOf(done.evidence().values().get(name)), done.step());
            }
        }
        return found;
    }

    private static List<EvidenceFile> files(ReportInput input) {
        var files = new ArrayList<EvidenceFile>();
        for (var entry : input.entries()) {
            if (entry.event() instanceof Event.StepSucceeded done) {
                done.evidence().artifacts().forEach(artifact -> files.add(new EvidenceFile(done.step(), artifact)));
            }
            if (entry.event() instanceof Event.StepFailed failed && failed.evidence() != null) {
                failed.evidence().artifacts().forEach(artifact -> files.add(new EvidenceFile(failed.step(), artifact)));
            }
        }
        return files;
    }
}
