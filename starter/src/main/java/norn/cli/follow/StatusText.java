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
import norn.report.Situation;
import norn.report.TimeText;
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
        lines.addAll(phases(checklist, now));
        if (!checklist.waiting().isEmpty()) {
            lines.add(style.asks("  waiting for people"));
            checklist.waiting().forEach(item -> {
                lines.add(question(item, now));
                if (item.detail() != null) {
                    lines.add(style.faint(cut("      " + firstLine(item.detail()))));
                }
            });
        }
        refused(checklist).forEach(lines::add);
        return lines;
    }

    /**
     * The same for somebody who looks once: with T-0, the time that users are out, pause and incidents, and under each thing that
     * waits the command that answers it.
     */
    public List<String> once(Checklist checklist, Situation situation, QuestionStyle questions, Instant now) {
        var lines = new ArrayList<String>();
        lines.addAll(heading(checklist, now));
        lines.addAll(situation(checklist, situation, now));
        lines.addAll(phases(checklist, now));
        if (!checklist.waiting().isEmpty()) {
            lines.add(style.asks("  waiting for people: " + checklist.waiting().size()));
            checklist.waiting().forEach(item -> {
                lines.add(question(item, now));
                questions.lines(item).forEach(line -> lines.addAll(LineWrapper.wrapped("      " + line, columns)));
            });
        }
        refused(checklist).forEach(lines::add);
        return lines;
    }

    /** What is said below a thing that waits. */
    public interface QuestionStyle {
        /** Its lines. */
        List<String> lines(Checklist.WaitingItem item);
    }

    private List<String> situation(Checklist checklist, Situation situation, Instant now) {
        var lines = new ArrayList<String>();
        if (checklist.t0() != null) {
            fact(lines, "T-0", TimeText.relative(checklist.t0(), now));
        }
        if (situation.usersOutSince() != null) {
            fact(lines, "users", style.bold("out since " + TimeText.relative(situation.usersOutSince(), now)));
        } else if (situation.downtimeSeconds() != null) {
            fact(
                    lines,
                    "users",
                    "in; they were out for " + TimeText.rough(Duration.ofSeconds(situation.downtimeSeconds())));
        }
        if (situation.watched() != null) {
            fact(lines, "watches", situation.watched());
        }
        var paused = situation.paused();
        if (paused != null) {
            fact(
                    lines,
                    "paused",
                    style.asks("since %s by %s%s"
                            .formatted(
                                    TimeText.relative(paused.since(), now),
                                    paused.by(),
                                    paused.note() == null ? "" : ": " + paused.note())));
        }
        checklist.incidents().stream()
                .filter(incident -> incident.closedAt() == null)
                .forEach(incident -> fact(
                        lines,
                        "incident",
                        style.bad("%s %s, open since %s: %s"
                                .formatted(
                                        incident.severity(),
                                        incident.id(),
                                        TimeText.relative(incident.openedAt(), now),
                                        incident.summary()))));
        return lines;
    }

    private void fact(List<String> lines, String name, String value) {
        lines.addAll(LineWrapper.wrapped("  %-10s %s".formatted(name, value), columns));
    }

    private List<String> phases(Checklist checklist, Instant now) {
        var lines = new ArrayList<String>();
        for (var phase : PhaseName.values()) {
            lines.addAll(phase(checklist, phase, now));
        }
        return lines;
    }

    /** What failed is red, what only waits is yellow. */
    private String question(Checklist.WaitingItem item, Instant now) {
        var left = deadline(item, now);
        var line = LineWrapper.cut("    " + WaitingItemText.line(item), columns - left.length()) + left;
        return WaitingItemText.isBad(item) ? style.bad(line) : style.asks(line);
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
        return item.deadline() == null ? "" : "  " + TimeText.rough(Duration.between(now, item.deadline())) + " left";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private String cut(String line) {
        return LineWrapper.cut(line, columns);
    }
}
