package norn.runbook;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A form of the checklist, which the report fills in.
 *
 * @param id unique among the forms
 * @param place where in the report it stands
 * @param period what it covers; null: all of the deployment
 */
public record Form(
        String id, String title, Place place, @Nullable Period period, List<Field> fields) {
    public Form {
        fields = List.copyOf(fields);
    }

    /** Where in the report a form stands. */
    public enum Place {
        /** On the first page. */
        SUMMARY,
        /** After the measurements, from go-live on. */
        MEASUREMENTS,
        /** With the proof at the end; omitted where nothing fills it. */
        EVIDENCE
    }

    /**
     * A time from go-live on.
     *
     * @param length planned time
     * @param endsWith the step that ends it as soon as it starts, such as the one that writes the form's report; null: none does
     */
    public record Period(Duration length, @Nullable String endsWith) {}

    /** A line of a form. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "shows")
    @JsonSubTypes({
        @Type(value = MeasureField.class, name = "measure"),
        @Type(value = AttestedField.class, name = "attested"),
        @Type(value = RecordField.class, name = "record"),
        @Type(value = EvidenceField.class, name = "evidence")
    })
    public sealed interface Field {
        /** The checklist's item that the line answers; null: none. */
        @Nullable
        String item();

        /** What the line says. */
        String title();

        /** Applies the function for the variant at hand; a forgotten variant does not compile. */
        <R> R match(
                Function<MeasureField, R> measures,
                Function<AttestedField, R> attested,
                Function<RecordField, R> facts,
                Function<EvidenceField, R> evidence);
    }

    /**
     * What a measure comes to.
     *
     * @param total the mean of a day, times the days of the form's period
     * @param optional omitted where nobody measured it
     */
    public record MeasureField(@Nullable String item, String title, String measure, boolean total, boolean optional)
            implements Field {
        @Override
        public <R> R match(
                Function<MeasureField, R> measures,
                Function<AttestedField, R> attested,
                Function<RecordField, R> facts,
                Function<EvidenceField, R> evidence) {
            return measures.apply(this);
        }
    }

    /** The value that people attested last under that name. */
    public record AttestedField(@Nullable String item, String title, String value) implements Field {
        @Override
        public <R> R match(
                Function<MeasureField, R> measures,
                Function<AttestedField, R> attested,
                Function<RecordField, R> facts,
                Function<EvidenceField, R> evidence) {
            return attested.apply(this);
        }
    }

    /** Something that every deployment's record holds. */
    public record RecordField(@Nullable String item, String title, Fact fact) implements Field {
        @Override
        public <R> R match(
                Function<MeasureField, R> measures,
                Function<AttestedField, R> attested,
                Function<RecordField, R> facts,
                Function<EvidenceField, R> evidence) {
            return facts.apply(this);
        }
    }

    /** Each value of that name in the evidence of a step. */
    public record EvidenceField(@Nullable String item, String title, String value) implements Field {
        @Override
        public <R> R match(
                Function<MeasureField, R> measures,
                Function<AttestedField, R> attested,
                Function<RecordField, R> facts,
                Function<EvidenceField, R> evidence) {
            return evidence.apply(this);
        }
    }

    /** What every deployment's record holds. */
    public enum Fact {
        /** T-0. */
        T0,
        /** Who said GO at the gate that begins the day. */
        STARTED_BY,
        /** When D-Day's phase began. */
        STARTED,
        /** When D-Day's phase ended. */
        COMPLETED,
        /** From the one to the other. */
        DURATION,
        /** How many attempts failed, incidents were logged and messages refused. */
        ISSUES,
        /** The deployment's status. */
        STATUS
    }
}
