package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.Finding;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/**
 * What a manager signs: what was deployed, how it ended, what is missing and what is open, on what evidence, and who has signed off.
 *
 * @param reason why it ended as it did; empty: it simply ran to its end
 * @param shortfalls what failed, was skipped, is unmet or unknown, each kind in one clause; empty: nothing
 * @param open incidents and questions that wait for people
 * @param criteriaMet how many success criteria are met
 * @param criteria how many there are; 0 before go-live
 * @param files how many files of evidence there are
 */
public record Statement(
        String reason,
        List<String> shortfalls,
        List<String> open,
        int criteriaMet,
        int criteria,
        int files,
        List<SignOff> signOffs) {
    public Statement {
        shortfalls = List.copyOf(shortfalls);
        open = List.copyOf(open);
        signOffs = List.copyOf(signOffs);
    }

    /**
     * A sign-off that the runbook asks for.
     *
     * @param by who has signed; null: nobody has yet
     * @param at when; null: not yet
     * @param verdict how it was decided, in one line; null: it is not yet
     */
    public record SignOff(
            String gate,
            String title,
            List<String> roles,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable String verdict) {
        public SignOff {
            roles = List.copyOf(roles);
        }
    }

    static Statement of(ReportInput input, ReportHead head, MeasuredResults results, ReportEvidence evidence) {
        var success = results.success();
        return new Statement(
                reason(head),
                success.isEmpty() ? stepsOnly(input) : Shortfalls.of(input.plan(), input.journals()),
                open(input),
                (int) success.stream()
                        .filter(one -> one.finding() == Finding.YES)
                        .count(),
                success.size(),
                evidence.files().size(),
                signOffs(input));
    }

    private static String reason(ReportHead head) {
        var endings = head.endings();
        if (!endings.isEmpty()) {
            return endings.get(endings.size() - 1).reason();
        }
        return head.rollback() == null ? "" : head.rollback();
    }

    /** Before go-live no criterion says anything. */
    private static List<String> stepsOnly(ReportInput input) {
        return Shortfalls.of(input.plan(), input.journals()).stream()
                .filter(clause -> !clause.startsWith("success"))
                .toList();
    }

    private static List<String> open(ReportInput input) {
        var open = new ArrayList<String>();
        for (var incident : input.checklist().incidents()) {
            if (incident.closedAt() == null) {
                open.add("incident %s (%s)".formatted(incident.id(), incident.severity()));
            }
        }
        for (var waiting : input.checklist().waiting()) {
            open.add("%s %s".formatted(waiting.kind(), waiting.id()));
        }
        return open;
    }

    private static List<SignOff> signOffs(ReportInput input) {
        var signOffs = new ArrayList<SignOff>();
        for (var line : input.checklist().steps()) {
            var gate = input.plan().runbook().step(line.id()).map(Step::work).orElse(null);
            if (!(gate instanceof Work.Gate asked) || !asked.signOff()) {
                continue;
            }
            var evidence = line.evidence();
            var isDecided = line.state() == StepState.DONE || line.state() == StepState.FAILED;
            signOffs.add(new SignOff(
                    line.id(),
                    line.title(),
                    asked.roles(),
                    isDecided ? line.by() : null,
                    isDecided ? line.endedAt() : null,
                    isDecided && evidence != null ? evidence.summary() : null));
        }
        return signOffs;
    }
}
