package norn.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import norn.action.ActionCall;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;
import org.jspecify.annotations.Nullable;

/** The probes of an environment, by name. */
public final class Probes {
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MAX_WAITS = 3;

    private final ProbeSettings settings;
    private final Attempt attempt;
    private final @Nullable Instant since;

    /** Those of the attempt's host. */
    public Probes(Attempt attempt) {
        this(attempt, null);
    }

    /** The same, reading logs from {@code since} on; null: as each probe says. */
    Probes(Attempt attempt, @Nullable Instant since) {
        this.settings = attempt.settings(ProbeSettings.class);
        this.attempt = attempt;
        this.since = since;
    }

    /** What running that probe reads of the environment file. */
    public static List<String> references(String name, ActionCall call) {
        var references = new ArrayList<>(List.of("probes.named." + name));
        call.settings("probes", ProbeSettings.class)
                .map(settings -> settings.named().get(name))
                .map(Probe::references)
                .ifPresent(references::addAll);
        return references;
    }

    /** The probe of that name. @throws ActionFailed {@code UnknownProbe} listing those that there are */
    Probe named(String name) {
        var probe = settings.named().get(name);
        if (probe != null) {
            return probe;
        }
        throw new ActionFailed(
                "UnknownProbe",
                "probe %s: host.probes.named has none of that name".formatted(name),
                "Known: " + String.join(", ", settings.named().keySet()),
                false);
    }

    /** Runs it once. */
    public ProbeResult run(String name) throws InterruptedException {
        return named(name).run(new ProbeRun(name, settings.timeout(), attempt, since));
    }

    /** Runs it until it passes or {@code retryFor} is over; a wait that the other side asks for is honoured. */
    ProbeResult runUntilPassed(String name) throws InterruptedException {
        var until = System.nanoTime() + settings.retryFor().toNanos();
        var poller = Poller.of(attempt);
        var runs = 0;
        while (true) {
            var result = run(name);
            runs++;
            var asked = result.retryAfter();
            var wait = asked == null ? pause(runs) : asked;
            var over = System.nanoTime() + wait.toNanos() > until && (asked == null || runs > MAX_WAITS);
            if (result.passed() || over) {
                var values = new LinkedHashMap<>(result.values());
                values.put("runs", runs);
                return result.with(values);
            }
            poller.pause(wait, () -> "%s: %s".formatted(name, result.text()));
        }
    }

    private static Duration pause(int runs) {
        var longer = FIRST_PAUSE.multipliedBy(runs);
        return longer.compareTo(MAX_PAUSE) < 0 ? longer : MAX_PAUSE;
    }
}
