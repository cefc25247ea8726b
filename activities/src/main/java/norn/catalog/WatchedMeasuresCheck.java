package norn.catalog;

import norn.runbook.Measure;
import norn.runbook.Runbook;
import norn.yaml.Problems;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** What an environment measures while it watches must be a measure of its runbook, else nobody would see it. */
final class WatchedMeasuresCheck {
    private WatchedMeasuresCheck() {}

    static void check(Runbook runbook, EnvironmentFile environment, Problems problems) {
        var watch = field(environment.host(), "watch");
        var measures = watch == null ? null : field(watch, "measures");
        if (measures == null || !measures.isMapping()) {
            return;
        }
        var known = runbook.measures().stream()
                .filter(measure -> measure.count() == null)
                .map(Measure::name)
                .toList();
        measures.fields().forEach((name, source) -> {
            if (!known.contains(name)) {
                problems.add(source.whereKey(), "the runbook %s has no such measure".formatted(runbook.name()))
                        .known(known)
                        .meant(name, known);
            }
        });
    }

    private static @Nullable YamlNode field(YamlNode node, String name) {
        return node.isMapping() ? node.field(name) : null;
    }
}
