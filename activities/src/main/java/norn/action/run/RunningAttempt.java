package norn.action.run;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import norn.action.Action;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.EvidenceBuilder;
import norn.action.FailPoint;
import norn.action.Heartbeats;
import norn.action.WatchLook;
import norn.environment.Host;
import norn.files.RecordFolders;
import norn.files.Scratch;
import norn.limit.Limits;
import norn.plan.Order;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/** One try of an order on this host. */
public final class RunningAttempt implements Attempt {
    private final Action action;
    private final Order order;
    private final Host host;
    private final Heartbeats heartbeats;
    private final Clock clock;
    private final FailPoint failPoint;
    private final EvidenceBuilder evidence;
    private @Nullable WantedTry wanted;
    private boolean stopped;
    private int parts;

    /** A try of that order by that action. */
    public RunningAttempt(
            Action action, Order order, Host host, Heartbeats heartbeats, Clock clock, FailPoint failPoint) {
        this.action = action;
        this.order = order;
        this.host = host;
        this.heartbeats = heartbeats;
        this.clock = clock;
        this.failPoint = failPoint;
        this.evidence = new EvidenceBuilder(host, clock);
    }

    /**
     * Says that this is the try that is wanted: earlier ones of its step begin no further part.
     *
     * @throws ActionFailed {@code StaleTry} if it is an earlier one itself
     */
    void claim() throws InterruptedException {
        wanted = new WantedTry(host.records(), order, heartbeats);
        wanted.claim();
    }

    @Override
    public void heartbeat(String progress) {
        requireNotStopped();
        heartbeats.heartbeat(ShortText.line(host.redact(progress), Limits.PROGRESS_CHARACTERS));
    }

    @Override
    public void checkFence() {
        failPoint.reached(action.name() + ": part " + ++parts);
        requireWanted();
    }

    /** Checks, on this host and where the try was ordered, that nobody has taken its place. */
    void requireWanted() {
        requireNotStopped();
        var claimed = wanted;
        if (claimed != null) {
            claimed.require();
            heartbeats.requireWanted();
        }
        DisplacedRun.refuse(action, order, host.records());
    }

    /** Once stopped, it stays so, whatever the action makes of it. */
    private void requireNotStopped() {
        stopped |= Thread.interrupted();
        if (stopped) {
            throw new Stopped("interrupted");
        }
    }

    @Override
    public void looked(WatchLook look) {
        heartbeats.looked(look);
    }

    @Override
    public Path evidenceFolder() {
        return Scratch.folder(RecordFolders.attempt(host.records(), order));
    }

    @Override
    public Path stepFolder() {
        return Scratch.folder(RecordFolders.step(host.records(), order));
    }

    @Override
    public List<Path> stepFolders() {
        return Scratch.existing(RecordFolders.step(host.records(), order));
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public int tryNumber() {
        return heartbeats.tryNumber();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public EvidenceBuilder evidence() {
        return evidence;
    }
}
