package norn.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import norn.runbook.Work;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** What a form refers to must be there: checklist items, measures, values that people are asked for, and the step that ends it. */
final class FormCheck {
    private final YamlNode root;
    private final RunbookSource.RunbookFile runbookFile;
    private final RunbookDraft draft;
    private final @Nullable ChecklistItems items;

    FormCheck(
            YamlNode root, RunbookSource.RunbookFile runbookFile, RunbookDraft draft, @Nullable ChecklistItems items) {
        this.root = root;
        this.runbookFile = runbookFile;
        this.draft = draft;
        this.items = items;
    }

    void check() {
        var forms = root.field("forms");
        var ids = new LinkedHashSet<String>();
        for (var form : forms == null ? List.<YamlNode>of() : forms.items()) {
            var id = form.field("id");
            if (id != null && !ids.add(id.text())) {
                id.problem("two forms have the id " + id.text());
            }
            until(form.field("until"));
            var fields = form.field("fields");
            for (var field : fields == null ? List.<YamlNode>of() : fields.items()) {
                item(field.field("item"));
                measure(field, form);
                attested(field.field("attested"));
            }
        }
    }

    private void until(@Nullable YamlNode node) {
        var steps = draft.steps().stream().map(RunbookDraft.StepDraft::id).toList();
        if (node != null && !steps.contains(node.text())) {
            node.problem("unknown step '%s'".formatted(node.text())).meant(node.text(), steps);
        }
    }

    private void item(@Nullable YamlNode node) {
        if (node == null) {
            return;
        }
        if (items == null) {
            node.problem("no checklist is named")
                    .remedy("Say checklist: NAME in the runbook's file, or omit the item.");
        } else if (!items.ids().contains(node.text())) {
            node.problem("unknown checklist item '%s'".formatted(node.text())).meant(node.text(), items.ids());
        }
    }

    private void measure(YamlNode field, YamlNode form) {
        var named = field.field("measure");
        if (named != null) {
            MeasureCheck.known(named, runbookFile);
        }
        var total = field.field("total");
        if (total != null && form.field("length") == null) {
            total.keyProblem("needs days to multiply with").expected("a form with a length, such as 7d");
        }
    }

    private void attested(@Nullable YamlNode named) {
        if (named == null || FormReader.asked(draft, named.text()).isPresent()) {
            return;
        }
        var asked = new LinkedHashSet<String>();
        for (var step : draft.steps()) {
            if (step.work() instanceof Work.Attestation attestation) {
                attestation.values().forEach(value -> asked.add(value.name()));
            }
        }
        named.problem("no step asks people for '%s'".formatted(named.text()))
                .known(asked)
                .meant(named.text(), asked);
    }
}
