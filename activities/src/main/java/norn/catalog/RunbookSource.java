package norn.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import norn.runbook.Criterion;
import norn.runbook.Form;
import norn.runbook.Measure;
import norn.runbook.PhaseName;
import norn.runbook.PlannedTime;
import norn.runbook.RollbackMode;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import norn.yaml.Default;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** A runbook's parts as people write them: optional fields have their defaults here. */
final class RunbookSource {
    private RunbookSource() {}

    /**
     * The runbook's own file.
     *
     * @param checklist the list of items that it must cover; null: it covers none
     * @param thresholds limits of the criteria, by name; an environment's policy may set others
     * @param measures what is measured, by name, in the order in which the report shows it
     * @param forms the forms that the report fills in
     * @param phases the phases themselves, by name, or the names of those that have a file each
     */
    record RunbookFile(
            String runbook,
            String title,
            @Nullable String checklist,
            Map<String, Double> thresholds,
            Map<String, MeasurePart> measures,
            List<RollbackCriterion> rollbackWhen,
            List<SuccessCriterion> successWhen,
            List<FormPart> forms,
            List<Runbook.Produced> produced,
            YamlNode phases) {}

    /** A phase's file. */
    record PhaseFile(@Nullable PhaseName phase, String title, List<SectionPart> sections) {}

    /**
     * A section.
     *
     * @param needs sections or steps that must be over before anything in it; null: the section before it
     */
    record SectionPart(String id, String title, @Nullable List<YamlNode> needs, List<YamlNode> steps) {}

    /** A step; exactly one of {@code action}, {@code role} and {@code gate} is there. */
    record StepPart(
            String id,
            String title,
            List<String> covers,
            @Nullable PlannedTime at,
            @Nullable PlannedTime due,

            @JsonProperty("do") @Nullable YamlNode action,

            @Nullable String component,
            @Default("10m") Duration limit,
            @Default("5s") Duration heartbeat,
            @Default("3") int tries,
            @Nullable List<String> role,
            List<String> items,
            List<Work.AskedValue> asks,
            @Nullable GatePart gate,
            @Nullable List<YamlNode> needs,
            @Nullable StepPurpose purpose,
            boolean optional,
            boolean changes,
            boolean goLive,
            @Default("never") Skip skip,
            @Default("ask") Step.OnFailure onFailure,
            @Nullable String when,
            Step.@Nullable Notice notice,
            List<String> compensates,
            boolean onReschedule,
            @Nullable String note) {}

    /** Whether people may skip the step after a failure. */
    enum Skip {
        ALLOWED,
        NEVER
    }

    /** A gate. */
    record GatePart(
            List<String> roles,
            @Default("1") int quorum,
            List<String> notBy,
            @Nullable Duration deadline,
            @Default("page") Work.DeadlineAction onDeadline,
            boolean signOff) {
        GatePart {
            if (roles.isEmpty()) {
                throw new IllegalArgumentException("a gate needs at least one role that decides");
            }
            if (quorum < 1) {
                throw new IllegalArgumentException("quorum is %d, needs at least 1".formatted(quorum));
            }
        }
    }

    /** A measure. */
    record MeasurePart(
            String title,
            @Nullable String unit,
            @Default("worst") Measure.Combine combine,
            @Default("lower") Measure.Better better,
            @Default("1") int confirm,
            @Nullable String target,
            @Nullable CountPart counts) {
        MeasurePart {
            if (confirm < 1) {
                throw new IllegalArgumentException("confirm is %d, expected at least 1".formatted(confirm));
            }
        }
    }

    /** What the record itself counts: incidents of some severities, or failed steps of a purpose. */
    record CountPart(List<String> incidents, @Nullable StepPurpose failedSteps) {
        CountPart {
            if (incidents.isEmpty() == (failedSteps == null)) {
                throw new IllegalArgumentException(
                        "expected exactly one of incidents (severities) and failedSteps (a purpose)");
            }
        }
    }

    /**
     * A form.
     *
     * @param length how long its period is, from go-live on; null: it covers all of the deployment
     * @param until the step that ends the period as soon as it starts; null: none does
     */
    record FormPart(
            String id,
            String title,
            @Default("measurements") Form.Place place,
            @Nullable Duration length,
            @Nullable String until,
            List<FieldPart> fields) {
        FormPart {
            if (until != null && length == null) {
                throw new IllegalArgumentException("a form with until needs a length: what it covers until then");
            }
        }
    }

    /** A line of a form; exactly one of {@code measure}, {@code attested}, {@code record} and {@code evidence} is there. */
    record FieldPart(
            @Nullable String item,
            @Nullable String title,
            @Nullable String measure,
            @Nullable String attested,
            Form.@Nullable Fact record,
            @Nullable String evidence,
            boolean total,
            boolean optional) {
        FieldPart {
            var kinds = Stream.of(measure, attested, record, evidence)
                    .filter(Objects::nonNull)
                    .count();
            if (kinds != 1) {
                throw new IllegalArgumentException(
                        "the field shows %s; expected exactly one of measure, attested, record and evidence"
                                .formatted(kinds == 0 ? "nothing" : kinds + " things"));
            }
            if (measure == null && (total || optional)) {
                throw new IllegalArgumentException("total and optional mean something only for a measure");
            }
            if (title == null && measure == null && attested == null) {
                throw new IllegalArgumentException("the field needs a title");
            }
        }
    }

    /** A condition that calls for a rollback: above or below a threshold, or seen by people alone. */
    record RollbackCriterion(
            String id,
            String title,
            List<String> covers,
            @Nullable String measure,
            @Nullable String above,
            @Nullable String below,
            Criterion.Response response,
            @Nullable Duration deadline,
            @Default("auto") RollbackMode mode,
            @Nullable String note) {
        RollbackCriterion {
            if (measure != null && (above == null) == (below == null)) {
                throw new IllegalArgumentException("a criterion with a measure needs exactly one of above and below");
            }
            if (measure == null && response != Criterion.Response.ORDERED) {
                throw new IllegalArgumentException(
                        "a criterion without a measure can only be ordered: response: ordered");
            }
        }
    }

    /** A condition that a success must fulfil. */
    record SuccessCriterion(
            String id,
            String title,
            List<String> covers,
            String measure,
            @Nullable String above,
            @Nullable String below,
            @Nullable String note) {
        SuccessCriterion {
            if ((above == null) == (below == null)) {
                throw new IllegalArgumentException("a criterion with a measure needs exactly one of above and below");
            }
        }
    }
}
