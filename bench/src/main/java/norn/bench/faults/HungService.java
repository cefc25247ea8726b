package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import norn.bench.Figure;
import norn.rehearsal.Sandbox;

/** The AI service stopped with SIGSTOP once it was started: it accepts connections, and is silent. */
final class HungService implements FaultTrial {
    /** What its probe waits, as often as it is tried. */
    private static final double MOST_SECONDS = 90;

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var verdicts = 0.0;
        var notBack = 0;
        for (var seed : draw.all()) {
            var striker = StepStriker.drawn(List.of("start-game-servers"), 1, seed, () -> hang(stack));
            var end = stack.dayAndBack("hung-service-" + seed, striker);
            var seconds = striker.instants().stream()
                    .mapToDouble(end::secondsToNext)
                    .max()
                    .orElseThrow(() -> new IllegalStateException("it was never hung"));
            verdicts = Math.max(verdicts, seconds);
            notBack += end.isBack() ? 0 : 1;
            draw.said("seed %d: %s, the next verdict after %.1f s"
                    .formatted(seed, end.ending().status(), seconds));
        }
        return List.of(
                Figure.atMost(MOST_SECONDS, "hung to the next verdict, worst", verdicts, "s", draw.seeds() + " days"),
                Figure.atMost(
                        0,
                        "rollbacks that it held back from their proof",
                        notBack,
                        "",
                        "fingerprint, players' ledger"));
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
