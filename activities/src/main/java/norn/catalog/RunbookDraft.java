package norn.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.PhaseName;
import norn.runbook.Work;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** A runbook half read: what is written, each part with its place in the file. */
final class RunbookDraft {
    final Map<PhaseName, String> titles = new LinkedHashMap<>();
    final Map<PhaseName, List<SectionDraft>> phases = new LinkedHashMap<>();

    /** A section and its steps that can be read. */
    record SectionDraft(RunbookSource.SectionPart written, List<StepDraft> steps) {}

    /** A step that can be read; {@code work} is null where that alone cannot. */
    record StepDraft(
            YamlNode node,
            RunbookSource.StepPart written,
            @Nullable Work work,
            PhaseName phase,
            String section) {
        String id() {
            return written.id();
        }
    }

    Collection<PhaseName> names() {
        return phases.keySet();
    }

    List<StepDraft> steps(PhaseName phase) {
        var steps = new ArrayList<StepDraft>();
        for (var section : phases.getOrDefault(phase, List.of())) {
            steps.addAll(section.steps());
        }
        return steps;
    }

    List<StepDraft> steps() {
        var steps = new ArrayList<StepDraft>();
        for (var phase : phases.keySet()) {
            steps.addAll(steps(phase));
        }
        return steps;
    }
}
