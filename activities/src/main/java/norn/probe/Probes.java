package norn.probe;

import java.time.Duration;
import java.util.LinkedHashMap;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;

/** The probes of an environment, asked by name. */
public final class Probes {
    private final ProbeSettings settings;
    private final Attempt attempt;

    /** Those of the attempt's host. */
    public Probes(Attempt attempt) {
        this.settings = attempt.settings(ProbeSettings.class);
        this.attempt = attempt;
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

    /** Asks once. */
    public ProbeResult ask(String name) throws InterruptedException {
        var probe = named(name);
        var timeout = settings.timeout();
        if (probe instanceof Probe.Http http) {
            return HttpProbe.ask(http, timeout, attempt.host());
        }
        if (probe instanceof Probe.WebSocket socket) {
            return WebSocketProbe.ask(socket, timeout);
        }
        if (probe instanceof Probe.Tcp tcp) {
            return TcpProbe.ask(tcp, timeout);
        }
        if (probe instanceof Probe.Sql sql) {
            return SqlProbe.ask(name, sql, timeout, attempt);
        }
        if (probe instanceof Probe.Logs logs) {
            return LogProbe.ask(logs, attempt.clock().instant());
        }
        return CommandProbe.ask(name, (Probe.Command) probe, timeout, attempt);
    }

    /** Asks until the answer is right or patience is over; a wait that the other side asks for is kept. */
    ProbeResult askUntilPassed(String name) throws InterruptedException {
        var until = System.nanoTime() + settings.retryFor().toNanos();
        var poller = Poller.of(attempt);
        var asked = 0;
        while (true) {
            var answer = ask(name);
            asked++;
            var wait =
                    answer.retryAfter() == null ? Duration.ofMillis(Math.min(1000, 100L * asked)) : answer.retryAfter();
            var over = System.nanoTime() + wait.toNanos() > until && (answer.retryAfter() == null || asked > 3);
            if (answer.passed() || over) {
                return counted(answer, asked);
            }
            poller.pause(wait, () -> "%s: %s".formatted(name, answer.text()));
        }
    }

    private static ProbeResult counted(ProbeResult answer, int asked) {
        var values = new LinkedHashMap<>(answer.values());
        values.put("asked", asked);
        return new ProbeResult(answer.passed(), answer.text(), values, answer.retryAfter());
    }
}
