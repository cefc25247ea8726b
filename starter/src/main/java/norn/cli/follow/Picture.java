package norn.cli.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import norn.cli.terminal.Style;
import norn.journal.Checklist;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/** A deployment's state as a few lines of text: phases, what runs, what waits, elapsed against planned. */
public record Picture(Style style, @Nullable Instant since) {
    private static final int WIDTH = 110;
    private static final int MOST_RUNNING = 6;

    /** The lines. */
    public List<String> of(Checklist checklist, Instant now) {
        var lines = new ArrayList<String>();
        lines.add(heading(checklist, now));
        for (var phase : PhaseName.values()) phase(checklist, phase, now).forEach(lines::add);
        if (!checklist.waiting().isEmpty()) {
            lines.add(style.asks("  waiting for people"));
            checklist.waiting().forEach(item -> {
                lines.add(style.asks(cut("    " + Waitings.line(item))) + deadline(item, now));
                if (item.detail() != null) lines.add(style.faint(cut("      " + firstLine(item.detail()))));
            });
        }
        return lines;
    }

    private String heading(Checklist checklist, Instant now) {
        var releases = checklist.previousRelease() == null
                ? checklist.release()
                : checklist.previousRelease() + " → " + checklist.release();
        return "%s  %s  %s%s"
                .formatted(
                        style.bold(checklist.deployment()),
                        releases,
                        style.status(checklist.status()),
                        since == null ? "" : "  " + Lengths.clock(Duration.between(since, now)));
    }

    private List<String> phase(Checklist checklist, PhaseName phase, Instant now) {
        var steps =
                checklist.steps().stream().filter(step -> step.phase() == phase).toList();
        if (steps.isEmpty()) return List.of();
        var over = steps.stream().filter(Lengths::isOver).count();
        var begun = steps.stream().anyMatch(step -> step.startedAt() != null);
        if (phase == PhaseName.ROLLBACK && !begun) return List.of();
        var current = phase == checklist.phase() && !Ending.isFinal(checklist.status());
        var text = "%s %-16s %3d of %3d%s"
                .formatted(mark(begun, current), phase.id(), over, steps.size(), times(steps, begun, now));
        var lines = new ArrayList<String>();
        lines.add(current ? style.bold(text) : begun ? text : style.faint(text));
        if (current) running(steps, now).forEach(lines::add);
        return lines;
    }

    private String mark(boolean begun, boolean current) {
        if (current) return "  ▶";
        return begun ? "  " + style.good("✔") : "   ";
    }

    private static String times(List<Checklist.Line> steps, boolean begun, Instant now) {
        if (!begun) return "";
        var taken = Lengths.taken(steps, now).map(Lengths::clock).orElse("0:00");
        return "   " + taken
                + Lengths.planned(steps)
                        .map(planned -> " (planned " + Lengths.clock(planned) + ")")
                        .orElse("");
    }

    private List<String> running(List<Checklist.Line> steps, Instant now) {
        var running = steps.stream()
                .filter(step -> step.state() == Checklist.State.RUNNING && step.startedAt() != null)
                .toList();
        var lines = new ArrayList<String>();
        running.stream()
                .limit(MOST_RUNNING)
                .forEach(step -> lines.add(style.faint(cut("      %-5s %s%s"
                        .formatted(
                                Lengths.clock(Duration.between(Objects.requireNonNull(step.startedAt()), now)),
                                step.title(),
                                late(step))))));
        if (running.size() > MOST_RUNNING)
            lines.add(style.faint("      and %d more".formatted(running.size() - MOST_RUNNING)));
        return lines;
    }

    private static String late(Checklist.Line step) {
        if (step.plannedAt() == null || step.startedAt() == null) return "";
        var late = Duration.between(step.plannedAt(), step.startedAt());
        return late.toSeconds() < 1 ? "" : "  (" + Lengths.words(late) + " after its planned time)";
    }

    private static String deadline(Checklist.Waiting item, Instant now) {
        return item.deadline() == null ? "" : "  " + Lengths.clock(Duration.between(now, item.deadline())) + " left";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }
}
