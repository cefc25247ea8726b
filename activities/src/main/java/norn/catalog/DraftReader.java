package norn.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.catalog.RunbookDraft.SectionDraft;
import norn.catalog.RunbookDraft.StepDraft;
import norn.plan.Count;
import norn.runbook.PhaseName;
import norn.runbook.Work;
import norn.yaml.RecordReader;
import norn.yaml.Scalars;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Reads the phases of a runbook as they are written; what cannot be read is reported and omitted. */
final class DraftReader {
    /** Fields of a step that mean something for an action alone. */
    private static final List<String> FOR_ACTIONS = List.of("component", "limit", "heartbeat", "tries");

    private static final List<String> FOR_PEOPLE = List.of("items", "asks");

    private final RecordReader records = new RecordReader();
    private final RunbookDraft draft = new RunbookDraft();

    static RunbookDraft read(Map<PhaseName, YamlNode> phases) {
        var reader = new DraftReader();
        phases.forEach(reader::phase);
        return reader.draft;
    }

    private void phase(PhaseName name, YamlNode node) {
        var written = records.read(node, RunbookSource.PhaseFile.class);
        if (written == null) {
            return;
        }
        if (written.phase() != null && written.phase() != name) {
            node.problem("is the phase %s where %s is expected".formatted(written.phase(), name));
        }
        var sections = new ArrayList<SectionDraft>();
        for (var section : written.sections()) {
            sections.add(section(section, name));
        }
        draft.titles.put(name, written.title());
        draft.phases.put(name, sections);
    }

    private SectionDraft section(RunbookSource.SectionPart section, PhaseName phase) {
        var steps = new ArrayList<StepDraft>();
        for (var node : section.steps()) {
            var step = records.read(node, RunbookSource.StepPart.class);
            if (step != null) {
                limits(node, step);
            }
            if (step != null) {
                steps.add(new StepDraft(node, step, work(node, step), phase, section.id()));
            }
        }
        return new SectionDraft(section, steps);
    }

    private static void limits(YamlNode node, RunbookSource.StepPart step) {
        if (step.tries() < 1) {
            refuse(node, "tries", "at least 1");
        }
        if (step.limit().isZero()) {
            refuse(node, "limit", "more than nothing, such as 10m");
        }
        if (step.heartbeat().isZero()) {
            refuse(node, "heartbeat", "more than nothing, such as 10m");
        }
    }

    private static void refuse(YamlNode node, String name, String expected) {
        var field = node.field(name);
        if (field != null) {
            Scalars.refuse(field, expected);
        }
    }

    private static @Nullable Work work(YamlNode node, RunbookSource.StepPart step) {
        var kinds = new ArrayList<String>();
        for (var kind : List.of("do", "role", "gate")) {
            if (node.field(kind) != null) {
                kinds.add(kind);
            }
        }
        if (kinds.size() != 1) {
            node.problem("the step has %s".formatted(kinds.isEmpty() ? "nothing to do" : String.join(" and ", kinds)))
                    .expected("exactly one of do (an action), role (a person attests it), gate (people decide)");
            return null;
        }
        var action = node.field("do");
        if (action != null && action.isNothing()) {
            Scalars.refuse(action, "an action, such as back-up or {back-up: {of: live}}");
            return null;
        }
        if (step.action() != null) {
            refuse(node, FOR_PEOPLE, "means something only where a person attests the step (role)");
            return action(step, step.action());
        }
        refuse(node, FOR_ACTIONS, "means something only where a machine does the step (do)");
        if (step.gate() != null) {
            refuse(node, FOR_PEOPLE, "means something only where a person attests the step (role)");
            var gate = step.gate();
            return new Work.Gate(
                    gate.roles(), gate.quorum(), gate.notBy(), gate.deadline(), gate.onDeadline(), gate.signOff());
        }
        return attestation(node, step);
    }

    private static @Nullable Work attestation(YamlNode node, RunbookSource.StepPart step) {
        var roles = step.role();
        if (node.field("gate") != null) {
            return null;
        } // what is wrong with it is reported
        if (roles != null && !roles.isEmpty()) {
            return new Work.Attestation(roles, step.items(), step.asks());
        }
        node.problem("names no role that attests it");
        return null;
    }

    private static @Nullable Work action(RunbookSource.StepPart step, YamlNode node) {
        if (node.isScalar()) {
            return new Work.Action(node.text(), Map.of(), step.limit(), step.heartbeat());
        }
        var fields = node.fields();
        if (fields.size() != 1) {
            if (node.isMapping()) {
                node.problem("names " + Count.of(fields.size(), "action"))
                        .expected("one, such as {back-up: {of: live}}");
            }
            return null;
        }
        var action = fields.entrySet().iterator().next();
        var options = new LinkedHashMap<String, Object>();
        if (!action.getValue().isNothing()) {
            action.getValue().fields().forEach((name, value) -> {
                var plain = value.value();
                if (plain == null) {
                    value.problem("has no value").remedy("Omit the option, or give it a value.");
                } else {
                    options.put(name, plain);
                }
            });
        }
        return new Work.Action(action.getKey(), options, step.limit(), step.heartbeat());
    }

    private static void refuse(YamlNode node, List<String> fields, String why) {
        for (var name : fields) {
            var field = node.field(name);
            if (field != null) {
                field.keyProblem(why);
            }
        }
    }
}
