package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import norn.environment.Hands;
import norn.plan.Order;

/** One try of an order on this host. */
final class RunningAttempt implements Attempt {
    private final Action action;
    private final Order order;
    private final Hands hands;
    private final Beats beats;
    private final Clock clock;
    private final Boundary boundary;
    private final Fence fence;
    private final Evidences evidence;
    private int parts;

    RunningAttempt(Action action, Order order, Hands hands, Beats beats, Clock clock, Boundary boundary) {
        this.action = action;
        this.order = order;
        this.hands = hands;
        this.beats = beats;
        this.clock = clock;
        this.boundary = boundary;
        this.fence = new Fence(hands.records());
        this.evidence = new Evidences(hands, clock);
    }

    @Override
    public void beat(String progress) {
        if (Thread.interrupted()) throw new Stopped("interrupted");
        beats.beat(hands.redact(progress));
    }

    @Override
    public void checkFence() {
        boundary.reached(action.name() + ": part " + ++parts);
        if (action.changesWorld()) fence.check(order.fence());
    }

    @Override
    public Path evidenceFolder() {
        return made(Folders.attempt(hands.records(), order));
    }

    @Override
    public Path stepFolder() {
        return made(Folders.step(hands.records(), order));
    }

    @Override
    public Hands hands() {
        return hands;
    }

    @Override
    public int tryNumber() {
        return beats.tryNumber();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Evidences evidence() {
        return evidence;
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot make " + folder, cannot);
        }
    }
}
