package norn.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import norn.runbook.Measure;
import norn.runbook.Work;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** The criteria's measures must be among the runbook's, and agree with them about which values are bad. */
final class MeasureCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,79}");

    private final YamlNode root;
    private final RunbookSource.RunbookFile runbookFile;
    private final RunbookDraft draft;

    MeasureCheck(YamlNode root, RunbookSource.RunbookFile runbookFile, RunbookDraft draft) {
        this.root = root;
        this.runbookFile = runbookFile;
        this.draft = draft;
    }

    void check() {
        var measures = root.field("measures");
        if (measures != null) {
            measures.fields().forEach(this::measure);
        }
        criteria("rollbackWhen", true);
        criteria("successWhen", false);
        draft.steps().forEach(this::judged);
    }

    /** What a step judges must be a measure that a criterion gives a limit; else it would never be as it should be. */
    private void judged(RunbookDraft.StepDraft step) {
        if (!(step.work() instanceof Work.Action action)
                || !(action.options().get("judges") instanceof List<?> judged)) {
            return;
        }
        var limited = new LinkedHashSet<String>();
        runbookFile.rollbackWhen().stream()
                .flatMap(criterion -> Stream.ofNullable(criterion.measure()))
                .forEach(limited::add);
        runbookFile.successWhen().forEach(criterion -> limited.add(criterion.measure()));
        for (var name : judged) {
            if (!limited.contains(String.valueOf(name))) {
                step.node()
                        .problem("judges %s, for which no criterion has a limit".formatted(name))
                        .known(limited)
                        .meant(String.valueOf(name), limited);
            }
        }
    }

    private void measure(String name, YamlNode node) {
        if (!NAME.matcher(name).matches()) {
            node.keyProblem("is no name of a measure").expected("letters and digits, such as queueLength");
        }
        var target = node.field("target");
        var thresholds = runbookFile.thresholds().keySet();
        if (target != null && !thresholds.contains(target.text())) {
            target.problem("unknown threshold '%s'".formatted(target.text()))
                    .known(thresholds)
                    .meant(target.text(), thresholds);
        }
    }

    private void criteria(String list, boolean forRollback) {
        var nodes = root.field(list);
        for (var node : nodes == null ? List.<YamlNode>of() : nodes.items()) {
            var named = node.field("measure");
            if (named == null) {
                continue;
            }
            var measure = known(named, runbookFile);
            if (measure != null) {
                // Higher is worse: then a rollback is called for above a limit, and a success lies below one.
                var above = (measure.better() == Measure.Better.LOWER) == forRollback;
                var wrong = node.field(above ? "below" : "above");
                if (wrong != null) {
                    wrong.keyProblem("of %s %s values are the better ones"
                                    .formatted(
                                            named.text(),
                                            measure.better() == Measure.Better.LOWER ? "lower" : "higher"))
                            .expected(above ? "above" : "below")
                            .remedy("Or say better: %s at the measure."
                                    .formatted(measure.better() == Measure.Better.LOWER ? "higher" : "lower"));
                }
            }
        }
    }

    /** The measure that is named there; null, with a problem, where there is none. */
    static RunbookSource.@Nullable MeasurePart known(YamlNode named, RunbookSource.RunbookFile runbookFile) {
        var measures = runbookFile.measures();
        var measure = measures.get(named.text());
        if (measure == null) {
            var problem = named.problem("unknown measure '%s'".formatted(named.text()));
            if (measures.isEmpty()) {
                problem.expected("one of those under measures, which is empty");
            } else {
                problem.known(measures.keySet()).meant(named.text(), measures.keySet());
            }
        }
        return measure;
    }
}
