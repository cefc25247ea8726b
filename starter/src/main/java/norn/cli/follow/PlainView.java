package norn.cli.follow;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import norn.cli.terminal.LineWrapper;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/** Prints a line for each thing that happened, for logs and pipes. */
public final class PlainView implements ProgressView {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final int MAX_LENGTH = 300;

    private final PrintStream out;
    private final Map<String, StepState> states = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private int refused;
    private @Nullable PhaseName phase;
    private String noAnswerReason = "";

    /** Prints to that stream. */
    public PlainView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void checklist(Checklist checklist, Instant now) {
        noAnswerReason = "";
        var happenings = new ArrayList<Happening>();
        for (var step : checklist.steps()) {
            step(step, now).ifPresent(happenings::add);
        }
        checklist.waiting().stream()
                .filter(item -> waiting.add(item.kind() + " " + item.id() + " " + item.attempt()))
                .forEach(item -> happenings.add(new Happening(
                        item.since(),
                        phaseOf(checklist, item),
                        "%-10s %s".formatted("WAITING", WaitingItemText.line(item)))));
        checklist.refused().stream()
                .skip(refused)
                .forEach(message -> happenings.add(new Happening(
                        message.at(), null, "%-10s %s".formatted("REFUSED", WaitingItemText.refused(message)))));
        refused = checklist.refused().size();
        happenings.sort(Comparator.comparing(Happening::at));
        happenings.forEach(this::print);
        if (happenings.isEmpty() && checklist.phase() != null) {
            enter(checklist.phase(), now);
        }
    }

    /**
     * Something that happened.
     *
     * @param phase null where it belongs to none
     */
    private record Happening(Instant at, @Nullable PhaseName phase, String text) {}

    private void print(Happening happening) {
        if (happening.phase() != null) {
            enter(happening.phase(), happening.at());
        }
        line(happening.at(), happening.text());
    }

    /** A phase begins, or goes on after a rollback that nobody agreed to. */
    private void enter(PhaseName next, Instant at) {
        if (next != phase) {
            phase = next;
            line(at, "== " + next.id());
        }
    }

    private static @Nullable PhaseName phaseOf(Checklist checklist, Checklist.WaitingItem item) {
        return checklist.steps().stream()
                .filter(step -> step.id().equals(item.id()))
                .map(Checklist.Line::phase)
                .findFirst()
                .orElse(null);
    }

    private static Instant endOf(Checklist.Line step, Instant now) {
        return step.endedAt() == null ? now : step.endedAt();
    }

    private Optional<Happening> step(Checklist.Line step, Instant now) {
        var before = states.put(step.id(), step.state());
        if (before == step.state()
                || !DurationText.isOver(step)
                || (before == null && step.state() == StepState.NOT_NEEDED)) {
            return Optional.empty();
        }
        var evidence = step.evidence();
        var took = step.startedAt() == null || step.endedAt() == null
                ? ""
                : "  " + DurationText.inWords(Duration.between(step.startedAt(), step.endedAt()));
        return Optional.of(new Happening(
                endOf(step, now),
                step.phase(),
                "%-10s %s%s%s"
                        .formatted(
                                step.state(),
                                step.id(),
                                took,
                                evidence == null
                                        ? ""
                                        : "  "
                                                + LineWrapper.beforeRemedy(
                                                        evidence.summary(), evidence.remedy(), MAX_LENGTH))));
    }

    @Override
    public void noAnswer(String reason, Instant now) {
        if (reason.equals(noAnswerReason)) {
            return;
        }
        noAnswerReason = reason;
        line(now, reason);
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void ask(String prompt) {
        out.println(prompt);
    }

    @Override
    public void answered() {
        // nothing was drawn
    }

    @Override
    public void end() {
        out.flush();
    }

    private void line(Instant at, String text) {
        out.println(CLOCK.format(at) + "  " + text);
    }
}
