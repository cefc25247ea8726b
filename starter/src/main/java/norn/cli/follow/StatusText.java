package norn.cli.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.Style;
import norn.client.Ending;
import norn.plan.Count;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/** A deployment's state as a few lines of text: phases, what runs, what waits, elapsed against planned. */
public record StatusText(Style style, @Nullable Instant since, int columns) {
    private static final int MAX_REFUSED = 3;
    private static final int MAX_RUNNING = 6;

    /** The lines. */
    public List<String> of(Checklist checklist, Instant now) {
        var lines = new ArrayList<String>();
        lines.addAll(heading(checklist, now));
        for (var phase : PhaseName.values()) {
            phase(checklist, phase, now).forEach(lines::add);
        }
        if (!checklist.waiting().isEmpty()) {
            lines.add(style.asks("  waiting for people"));
            checklist.waiting().forEach(item -> {
                var left = deadline(item, now);
                lines.add(style.asks(
                        LineWrapper.cut("    " + WaitingItemText.line(item), columns - left.length()) + left));
                if (item.detail() != null) {
                    lines.add(style.faint(cut("      " + firstLine(item.detail()))));
                }
            });
        }
        refused(checklist).forEach(lines::add);
        return lines;
    }

    /** The newest refused messages: their senders learn here what became of them. */
    private List<String> refused(Checklist checklist) {
        var refused = checklist.refused();
        if (refused.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(style.bad("  refused: " + Count.of(refused.size(), "message")));
        refused.stream()
                .skip(Math.max(0, refused.size() - MAX_REFUSED))
                .forEach(message -> lines.add(style.faint(cut("    " + WaitingItemText.refused(message)))));
        return lines;
    }

    private List<String> heading(Checklist checklist, Instant now) {
        var releases = checklist.previousRelease() == null
                ? checklist.release()
                : checklist.previousRelease() + " → " + checklist.release();
        var clock = since == null ? "" : "  " + DurationText.clock(Duration.between(since, now));
        var length = checklist.deployment().length()
                + releases.length()
                + checklist.status().length()
                + clock.length()
                + 4;
        var name = style.bold(cut(checklist.deployment()));
        var rest = "%s  %s%s".formatted(releases, style.status(checklist.status()), clock);
        if (length <= columns) {
            return List.of(name + "  " + rest);
        }
        return List.of(name, "  " + cut(releases), "  " + style.status(checklist.status()) + clock);
    }

    private List<String> phase(Checklist checklist, PhaseName phase, Instant now) {
        var steps =
                checklist.steps().stream().filter(step -> step.phase() == phase).toList();
        if (steps.isEmpty()) {
            return List.of();
        }
        var over = steps.stream().filter(DurationText::isOver).count();
        var begun = steps.stream().anyMatch(step -> step.startedAt() != null);
        if (phase == PhaseName.ROLLBACK && !begun) {
            return List.of();
        }
        var current = phase == checklist.phase() && !Ending.isFinal(checklist.status());
        var text = cut(" %-16s %3d of %3d%s".formatted(phase.id(), over, steps.size(), times(steps, current, now)));
        var lines = new ArrayList<String>();
        // A verified rollback is done; the steps that are left are for people, later.
        var verified = phase == PhaseName.ROLLBACK && checklist.status().equals("ROLLED_BACK");
        lines.add(mark(begun, current, verified || over == steps.size())
                + (current ? style.bold(text) : begun ? text : style.faint(text)));
        if (current) {
            running(steps, now).forEach(lines::add);
        }
        return lines;
    }

    /** The mark before a phase; a phase that was left before its end stands out. */
    private String mark(boolean begun, boolean current, boolean whole) {
        if (current) {
            return "  ▶";
        }
        if (!begun) {
            return "   ";
        }
        return "  " + (whole ? style.good("✔") : style.bad("✘"));
    }

    private static String times(List<Checklist.Line> steps, boolean current, Instant now) {
        if (steps.stream().allMatch(step -> step.startedAt() == null)) {
            return "";
        }
        var taken = DurationText.taken(steps, current ? now : null)
                .map(DurationText::clock)
                .orElse("0:00");
        return "   " + taken
                + DurationText.planned(steps)
                        .map(planned -> " (planned " + DurationText.clock(planned) + ")")
                        .orElse("");
    }

    private List<String> running(List<Checklist.Line> steps, Instant now) {
        var running = steps.stream()
                .filter(step -> step.state() == StepState.RUNNING && step.startedAt() != null)
                .toList();
        var lines = new ArrayList<String>();
        running.stream()
                .limit(MAX_RUNNING)
                .forEach(step -> lines.add(style.faint(cut("      %-5s %s%s"
                        .formatted(
                                DurationText.clock(Duration.between(Objects.requireNonNull(step.startedAt()), now)),
                                step.title(),
                                late(step))))));
        if (running.size() > MAX_RUNNING) {
            lines.add(style.faint("      and %d more".formatted(running.size() - MAX_RUNNING)));
        }
        return lines;
    }

    private static String late(Checklist.Line step) {
        if (step.plannedAt() == null || step.startedAt() == null) {
            return "";
        }
        var late = Duration.between(step.plannedAt(), step.startedAt());
        return late.toSeconds() < 1 ? "" : "  (" + DurationText.inWords(late) + " after its planned time)";
    }

    private static String deadline(Checklist.WaitingItem item, Instant now) {
        return item.deadline() == null
                ? ""
                : "  " + DurationText.clock(Duration.between(now, item.deadline())) + " left";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private String cut(String line) {
        return LineWrapper.cut(line, columns);
    }
}
