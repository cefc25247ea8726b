package norn.report.markdown;

import java.util.ArrayList;
import java.util.List;
import norn.report.DowntimeReport;
import norn.report.ReportEvidence;
import norn.report.ReportHead;
import norn.report.ReportModel;
import norn.report.Statement;
import norn.report.WatchCoverage;
import org.jspecify.annotations.Nullable;

/** The paragraph that a manager can sign, and who has signed. */
final class StatementPart {
    private static final int MAX_NAMED = 8;

    private final Markdown text;

    StatementPart(Markdown text) {
        this.text = text;
    }

    void write(ReportModel report) {
        var statement = report.statement();
        var sentences = new ArrayList<String>();
        sentences.add(outcome(report.head(), statement));
        sentences.add(downtime(report.downtime()));
        sentences.add(shortfalls(statement));
        sentences.add(criteria(statement));
        sentences.add(evidence(statement, report.evidence(), report.results().coverage()));
        sentences.add(statement.open().isEmpty() ? "Nothing is open." : "Open: %s.".formatted(named(statement.open())));
        text.line(String.join(" ", sentences));
        signOffs(statement.signOffs());
    }

    private String outcome(ReportHead head, Statement statement) {
        var because = statement.reason().isBlank() ? "" : " (%s)".formatted(statement.reason());
        var before = head.previousRelease() == null ? "no release before it" : head.previousRelease();
        var what = switch (head.status()) {
            case SUCCESSFUL -> "was deployed to %s in place of %s, and ended as SUCCESSFUL";
            case PARTIAL -> "was deployed to %s in place of %s, and ended as PARTIAL";
            case ROLLED_BACK -> "was to be deployed to %s in place of %s, and was rolled back";
            case ABANDONED -> "was to be deployed to %s in place of %s, and was abandoned: nothing was changed";
            case ROLLBACK_FAILED ->
                "was to be deployed to %s in place of %s, and its ROLLBACK FAILED: a person must look";
            default -> "is being deployed to %s in place of %s";
        };
        return "%s %s%s. As of %s (%s) the status is %s."
                .formatted(
                        head.release(),
                        what.formatted(head.environment(), before),
                        because,
                        text.time(head.asOf()),
                        head.zone(),
                        head.status());
    }

    private static String downtime(DowntimeReport report) {
        if (report.parts().isEmpty()) {
            return "Users were never without access.";
        }
        var planned = report.planned();
        return "Users had no access for %s%s."
                .formatted(
                        Markdown.duration(report.total()),
                        planned == null ? "" : ", %s were planned".formatted(Markdown.duration(planned)));
    }

    private static String shortfalls(Statement statement) {
        var steps = statement.shortfalls().stream()
                .filter(clause -> !clause.startsWith("success"))
                .toList();
        return steps.isEmpty()
                ? "No step failed or was skipped."
                : "Not as planned: %s.".formatted(String.join("; ", steps));
    }

    private static String criteria(Statement statement) {
        if (statement.criteria() == 0) {
            return "No success criterion was judged.";
        }
        if (statement.criteriaMet() == statement.criteria()) {
            return "All %d success criteria are met.".formatted(statement.criteria());
        }
        var missing = statement.shortfalls().stream()
                .filter(clause -> clause.startsWith("success"))
                .toList();
        return "%d of %d success criteria are met; %s."
                .formatted(statement.criteriaMet(), statement.criteria(), String.join("; ", missing));
    }

    private static String evidence(Statement statement, ReportEvidence evidence, @Nullable WatchCoverage coverage) {
        var words = new ArrayList<String>();
        words.add("%d files with their SHA-256".formatted(statement.files()));
        if (coverage != null && !coverage.period().isZero()) {
            words.add("%s of %s since go-live watched"
                    .formatted(Markdown.duration(coverage.watched()), Markdown.duration(coverage.period())));
        }
        if (evidence.after() != null) {
            words.add(
                    evidence.fingerprintsEqual()
                            ? "the fingerprint from before the first change is back"
                            : "the fingerprint from before the first change is NOT back");
        }
        return "Evidence: %s.".formatted(String.join(", ", words));
    }

    private static String named(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size())))
                + (names.size() > MAX_NAMED ? " and %d more".formatted(names.size() - MAX_NAMED) : "");
    }

    private void signOffs(List<Statement.SignOff> signOffs) {
        text.section(
                "Sign-off",
                List.of("what", "by", "when", "decision"),
                signOffs.stream()
                        .map(one -> List.of(
                                one.title(),
                                one.by() == null ? "(%s)".formatted(String.join(" or ", one.roles())) : one.by(),
                                text.time(one.at()),
                                one.verdict() == null ? "not signed" : one.verdict()))
                        .toList());
    }
}
