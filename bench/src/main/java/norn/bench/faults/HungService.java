package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import norn.bench.Figure;
import norn.rehearsal.Sandbox;
import norn.report.Checklist;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/** The AI service stopped with SIGSTOP once it was started: it accepts connections, and is silent. */
final class HungService implements FaultTrial {
    /** What its probe waits, as often as it is tried. */
    private static final double MOST_SECONDS = 90;

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var verdicts = 0.0;
        var unnoticed = 0;
        var notBack = 0;
        for (var seed : draw.all()) {
            var striker = StepStriker.drawn(List.of("start-game-servers"), 1, seed, () -> hang(stack));
            var failed = new AtomicReference<Checklist.Line>();
            var end = stack.dayAndBack("hung-service-" + seed, checklist -> {
                striker.accept(checklist);
                checklist.steps().stream()
                        .filter(step -> step.state() == StepState.FAILED && isAfter(step.endedAt(), striker.instants()))
                        .findFirst()
                        .ifPresent(step -> failed.compareAndSet(null, step));
            });
            var hungAt = striker.instants().stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("it was never hung"));
            var verdict = failed.get();
            if (verdict == null || verdict.endedAt() == null) {
                unnoticed++;
            } else {
                verdicts = Math.max(
                        verdicts, Duration.between(hungAt, verdict.endedAt()).toMillis() / 1000.0);
            }
            notBack += end.isBack() ? 0 : 1;
            draw.said("seed %d: %s, noticed by %s, worst after %.1f s so far"
                    .formatted(seed, end.ending().status(), verdict == null ? "nothing" : verdict.id(), verdicts));
        }
        return List.of(
                Figure.atMost(
                        MOST_SECONDS, "hung to the step that fails, worst", verdicts, "s", draw.seeds() + " days"),
                Figure.atMost(0, "days that did not notice it", unnoticed, "", ""),
                Figure.atMost(
                        0,
                        "rollbacks that it held back from their proof",
                        notBack,
                        "",
                        "fingerprint, players' ledger"));
    }

    private static boolean isAfter(@Nullable Instant end, List<Instant> hung) {
        return end != null && hung.stream().anyMatch(end::isAfter);
    }

    private static void hang(FaultStack stack) {
        var service = stack.rehearsal().sandbox().description().services().get(Sandbox.AI_SERVICE);
        if (service == null) {
            throw new IllegalStateException("no AI service");
        }
        var note = Witnesses.lines(service.pidFile()).get(0); // the process and when it started
        try {
            new ProcessBuilder("kill", "-STOP", note.substring(0, note.indexOf(' ')))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
