package norn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import norn.report.Checklist;
import norn.state.StepState;

/** A checklist as Markdown, one line a step. */
final class ChecklistText {
    private ChecklistText() {}

    static String of(Checklist checklist) {
        var lines = new ArrayList<String>();
        lines.add("# %s: %s to %s, %s"
                .formatted(checklist.deployment(), checklist.release(), checklist.environment(), checklist.status()));
        Checklist.Line before = null;
        for (var step : checklist.steps()) {
            if (before == null || before.phase() != step.phase()) {
                lines.addAll(List.of("", "## " + step.phase()));
            }
            if (before == null || !Objects.equals(before.section(), step.section()) || before.phase() != step.phase()) {
                lines.addAll(List.of("", "### " + step.section(), ""));
            }
            lines.add(line(step));
            before = step;
        }
        return String.join("\n", lines);
    }

    private static String line(Checklist.Line step) {
        var evidence = step.evidence();
        return "- [%s] `%s` %s: %s%s%s"
                .formatted(
                        step.state() == StepState.DONE ? "x" : " ",
                        step.id(),
                        step.title(),
                        step.state(),
                        step.by() == null ? "" : ", " + step.by(),
                        evidence == null || evidence.summary().isEmpty() ? "" : ". " + evidence.summary());
    }
}
