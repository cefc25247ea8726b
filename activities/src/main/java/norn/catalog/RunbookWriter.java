package norn.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import norn.runbook.Criterion;
import norn.runbook.Durations;
import norn.runbook.Form;
import norn.runbook.Measure;
import norn.runbook.PlannedTime;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a runbook as one file with every need spelled out; read again, it is the same runbook. */
public final class RunbookWriter {
    private RunbookWriter() {}

    /** The runbook as YAML. */
    public static String write(LoadedRunbook loaded) {
        var runbook = loaded.runbook();
        var root = new Fields();
        root.put("runbook", runbook.name());
        root.put("title", runbook.title());
        root.put(
                "checklist",
                loaded.checklist() == null ? null : loaded.checklist().name());
        root.put("thresholds", loaded.thresholds());
        root.put("measures", measures(runbook));
        root.put("rollbackWhen", criteria(loaded, Criterion.Purpose.ROLLBACK));
        root.put("successWhen", criteria(loaded, Criterion.Purpose.SUCCESS));
        root.put("forms", runbook.forms().stream().map(RunbookWriter::form).toList());
        var produced = new ArrayList<Object>();
        for (var part : runbook.produced()) {
            produced.add(new Fields()
                    .put("field", part.field())
                    .put("title", part.title())
                    .put("covers", part.covers())
                    .map());
        }
        root.put("produced", produced);
        var phases = new LinkedHashMap<String, Object>();
        for (var phase : runbook.phases()) {
            var sections = new ArrayList<Object>();
            for (var section : phase.sections()) {
                sections.add(new Fields()
                        .put("id", section.id())
                        .put("title", section.title())
                        .put("needs", List.of())
                        .put(
                                "steps",
                                section.steps().stream()
                                        .map(RunbookWriter::step)
                                        .toList())
                        .map());
            }
            phases.put(
                    phase.name().id(),
                    new Fields()
                            .put("title", phase.title())
                            .put("sections", sections)
                            .map());
        }
        root.put("phases", phases);
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.AUTO)
                        .setWidth(120)
                        .setDereferenceAliases(true)
                        .build())
                .dumpToString(root.map());
    }

    private static Map<String, Object> step(Step step) {
        var fields = new Fields()
                .put("id", step.id())
                .put("title", step.title())
                .filled("covers", step.covers())
                .put("at", text(step.at()))
                .put("due", text(step.due()))
                .put("component", step.component());
        step.work()
                .match(
                        action -> action(fields, action, step.tries()),
                        attestation -> attestation(fields, attestation),
                        gate -> fields.put("gate", gate(gate)));
        fields.put("purpose", step.purpose() == null ? null : word(step.purpose()))
                .put("needs", step.needs());
        if (step.optional()) {
            fields.put("optional", true);
        }
        if (step.changes()) {
            fields.put("changes", true);
        }
        if (step.goLive()) {
            fields.put("goLive", true);
        }
        if (step.skippable()) {
            fields.put("skip", "allowed");
        }
        fields.put("onFailure", word(step.onFailure()));
        if (step.when() != null) {
            fields.put("when", step.when().step() + "." + step.when().value());
        }
        if (step.notice() != null) {
            fields.put(
                    "notice",
                    new Fields()
                            .put("step", step.notice().step())
                            .put("promised", Durations.text(step.notice().promised()))
                            .map());
        }
        fields.filled("compensates", step.compensates());
        if (step.onReschedule()) {
            fields.put("onReschedule", true);
        }
        return fields.put("note", step.note()).map();
    }

    private static Fields action(Fields fields, Work.Action action, int tries) {
        var options = new LinkedHashMap<String, Object>();
        options.put(action.name(), action.options());
        return fields.put("do", action.options().isEmpty() ? action.name() : options)
                .put("limit", Durations.text(action.limit()))
                .put("heartbeat", Durations.text(action.heartbeat()))
                .put("tries", tries);
    }

    private static Fields attestation(Fields fields, Work.Attestation attestation) {
        var asks = new ArrayList<Object>();
        for (var value : attestation.values()) {
            asks.add(new Fields()
                    .put("name", value.name())
                    .put("title", value.title())
                    .put("unit", value.unit())
                    .map());
        }
        return fields.put("role", attestation.roles())
                .filled("items", attestation.items())
                .filled("asks", asks);
    }

    private static Map<String, Object> gate(Work.Gate gate) {
        var fields = new Fields()
                .put("roles", gate.roles())
                .put("quorum", gate.quorum())
                .filled("notBy", gate.notBy())
                .put("deadline", gate.deadline() == null ? null : Durations.text(gate.deadline()))
                .put("onDeadline", word(gate.onDeadline()));
        if (gate.signOff()) {
            fields.put("signOff", true);
        }
        return fields.map();
    }

    private static List<Object> criteria(LoadedRunbook loaded, Criterion.Purpose purpose) {
        var list = new ArrayList<Object>();
        for (var criterion : loaded.runbook().criteria()) {
            if (criterion.purpose() != purpose) {
                continue;
            }
            var fields = new Fields()
                    .put("id", criterion.id())
                    .put("title", criterion.title())
                    .filled("covers", criterion.covers())
                    .put("measure", criterion.measure());
            if (criterion.measure() != null) {
                fields.put(word(criterion.comparison()), criterion.threshold());
            }
            if (purpose == Criterion.Purpose.ROLLBACK) {
                fields.put("response", word(criterion.response()))
                        .put("deadline", criterion.deadline() == null ? null : Durations.text(criterion.deadline()))
                        .put("mode", criterion.mode().id());
            }
            list.add(fields.put("note", criterion.note()).map());
        }
        return list;
    }

    private static Map<String, Object> measures(Runbook runbook) {
        var measures = new LinkedHashMap<String, Object>();
        for (var measure : runbook.measures()) {
            var fields = new Fields()
                    .put("title", measure.title())
                    .put("unit", measure.unit())
                    .put("combine", word(measure.combine()))
                    .put("better", word(measure.better()))
                    .put("confirm", measure.confirm())
                    .put("target", measure.target());
            if (measure.count() != null) {
                fields.put("counts", count(measure.count()));
            }
            measures.put(measure.name(), fields.map());
        }
        return measures;
    }

    private static Map<String, Object> count(Measure.RecordCount count) {
        return count.match(
                incidents ->
                        new Fields().put("incidents", incidents.severities()).map(),
                steps -> new Fields().put("failedSteps", word(steps.purpose())).map());
    }

    private static Map<String, Object> form(Form form) {
        var fields =
                new Fields().put("id", form.id()).put("title", form.title()).put("place", word(form.place()));
        if (form.period() != null) {
            fields.put("length", Durations.text(form.period().length()))
                    .put("until", form.period().endsWith());
        }
        return fields.put(
                        "fields",
                        form.fields().stream().map(RunbookWriter::field).toList())
                .map();
    }

    private static Map<String, Object> field(Form.Field field) {
        var fields = new Fields().put("item", field.item()).put("title", field.title());
        return field.match(
                        measure -> {
                            fields.put("measure", measure.measure());
                            if (measure.total()) {
                                fields.put("total", true);
                            }
                            return measure.optional() ? fields.put("optional", true) : fields;
                        },
                        attested -> fields.put("attested", attested.value()),
                        fact -> fields.put("record", word(fact.fact())),
                        evidence -> fields.put("evidence", evidence.value()))
                .map();
    }

    private static @Nullable String text(@Nullable PlannedTime time) {
        return time == null ? null : time.text();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Fields in their order; what is not there is not written. */
    private static final class Fields {
        private final Map<String, Object> map = new LinkedHashMap<>();

        Fields put(String name, @Nullable Object value) {
            if (value != null) {
                map.put(name, value);
            }
            return this;
        }

        Fields filled(String name, List<?> values) {
            return values.isEmpty() ? this : put(name, values);
        }

        Map<String, Object> map() {
            return map;
        }
    }
}
