package norn.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.bench.Figure;
import norn.bench.Sleep;

/** The worker alone killed while programs work for it: they must be gone before the next worker starts its own. */
final class Orphans implements FaultTrial {
    private static final List<String> STEPS = List.of("compile-server", "build-dashboard", "back-up-live");
    private static final Duration WATCHED = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    private int programs;
    private int overlapping;
    private int left;

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var notBack = 0;
        for (var seed : draw.all()) {
            var striker = StepStriker.drawn(STEPS, 1, seed, () -> kill(stack));
            var end = stack.dayAndBack("orphans-" + seed, striker);
            notBack += end.isBack() ? 0 : 1;
            draw.said("seed %d: %s, %s; %d programs so far, %d beside the next worker's, %d left"
                    .formatted(seed, end.ending().status(), striker, programs, overlapping, left));
        }
        var how = "%d programs that worked for %d killed workers".formatted(programs, draw.seeds());
        return List.of(
                Figure.atMost(0, "programs beside those of the next worker", overlapping, "", how),
                Figure.atMost(0, "programs left", left, "", "after " + WATCHED.toSeconds() + " s"),
                Figure.atMost(0, "days that did not end as before", notBack, "", ""));
    }

    private void kill(FaultStack stack) {
        var orphans = new ArrayList<>(children(stack));
        programs += orphans.size();
        stack.replaceWorker();
        var until = Instant.now().plus(WATCHED);
        while (Instant.now().isBefore(until)) {
            orphans.removeIf(orphan -> !orphan.isAlive());
            if (orphans.isEmpty()) {
                return;
            }
            if (!children(stack).isEmpty()) { // the next worker's own, beside them
                overlapping += orphans.size();
                return;
            }
            Sleep.of(POLL);
        }
        left += orphans.size();
    }

    /** The programs that work for it; the services that it started live on, as they should. */
    private static List<ProcessHandle> children(FaultStack stack) {
        var services = stack.servicePids();
        return ProcessHandle.of(stack.rehearsal().worker().process().pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> !services.contains(process.pid())
                        && process.parent()
                                .map(ProcessHandle::pid)
                                .filter(services::contains)
                                .isEmpty())
                .toList();
    }
}
