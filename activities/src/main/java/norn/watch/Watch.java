package norn.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.action.Attempt;
import norn.action.EvidenceBuilder;
import norn.action.Options;
import norn.exec.Poller;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** Watches the world for a window, and ends early where a criterion is met. */
final class Watch {
    private static final Duration POLL = Duration.ofMillis(250);

    Evidence watch(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var settings = attempt.settings(WatchSettings.class);
        var window = Duration.ofMillis(
                Math.round(1000 * options.number("windowSeconds").orElse(0.0)));
        var limits = new Limits(options.list("criteria"));
        var sampleLog = new SampleLog(order, attempt);
        var begunAt = sampleLog.begunAt();
        var until = begunAt + window.toMillis();
        var samples = new ArrayList<>(sampleLog.samples());
        var resumed = !samples.isEmpty();
        var sampler = new Sampler(settings, attempt);
        var downBefore = samples.isEmpty() ? sampleLog.downSince() : firstDown(samples, sampleLog.downSince());
        while (true) {
            var next = samples.isEmpty()
                    ? begunAt
                    : samples.get(samples.size() - 1).atEpochMillis()
                            + settings.interval().toMillis();
            if (next > until && !samples.isEmpty()) {
                break;
            }
            await(next, until, samples, attempt);
            var sample = sampler.sample(
                    samples.isEmpty()
                            ? Map.of()
                            : samples.get(samples.size() - 1).logEnds());
            samples.add(sample);
            sampleLog.add(sample);
            sampleLog.downSince(Aggregates.downSince(samples, downBefore));
            attempt.heartbeat(line(order, samples));
            var met = limits.met(samples, downBefore);
            if (!met.isEmpty()) {
                return met(met, samples, downBefore, sampleLog, attempt);
            }
        }
        await(until, until, samples, attempt);
        if (resumed) {
            attempt.evidence().value("resumed", true);
        }
        return aggregates(samples, downBefore, sampleLog, attempt)
                .done("%s: %s".formatted(options.text("name").orElse("watched"), summary(samples, downBefore)));
    }

    /** One look, right now. */
    Evidence measure(Order order, Attempt attempt) throws InterruptedException {
        var sample = new Sampler(attempt.settings(WatchSettings.class), attempt).sample(Map.of());
        var sampleLog = new SampleLog(order, attempt);
        sampleLog.add(sample);
        var samples = List.of(sample);
        return aggregates(samples, null, sampleLog, attempt)
                .done("%s: %s".formatted(Options.of(order).text("name").orElse("measured"), summary(samples, null)));
    }

    private static Evidence met(
            Map<Limits.Limit, Double> met,
            List<Sample> samples,
            @Nullable Long downBefore,
            SampleLog sampleLog,
            Attempt attempt) {
        var evidence = aggregates(samples, downBefore, sampleLog, attempt);
        var words = new ArrayList<String>();
        met.forEach((limit, value) -> {
            var shown = Math.round(value * 100) / 100.0;
            evidence.value(limit.measure(), shown).met(limit.id());
            words.add("%s: %s is %s, the limit is %s".formatted(limit.id(), limit.measure(), shown, limit.limit()));
        });
        return evidence.done("met after %s: %s".formatted(Count.of(samples.size(), "look"), String.join("; ", words)));
    }

    private static EvidenceBuilder aggregates(
            List<Sample> samples, @Nullable Long downBefore, SampleLog sampleLog, Attempt attempt) {
        var evidence = attempt.evidence();
        Aggregates.of(samples, downBefore).forEach(evidence::value);
        var serviceProblems = samples.get(samples.size() - 1).serviceProblems();
        if (serviceProblems != null && !serviceProblems.isEmpty()) {
            evidence.value("serviceProblems", serviceProblems);
        }
        return evidence.artifact("samples.jsonl", sampleLog.file());
    }

    /** Since when it was down when this attempt's first look was taken: only an outage that began before it counts. */
    private static @Nullable Long firstDown(List<Sample> samples, @Nullable Long noted) {
        return noted != null && noted < samples.get(0).atEpochMillis() ? noted : null;
    }

    private static void await(long at, long until, List<Sample> samples, Attempt attempt) throws InterruptedException {
        var poller = Poller.of(attempt);
        while (attempt.clock().millis() < at) { // in small pauses: the wall clock may be set
            var wait = Duration.ofMillis(at - attempt.clock().millis());
            poller.pause(wait.compareTo(POLL) < 0 ? wait : POLL, () -> {
                var left = Duration.ofMillis(Math.max(0, until - attempt.clock().millis()));
                return "watching, %s, %d s left".formatted(Count.of(samples.size(), "sample"), left.toSeconds());
            });
        }
    }

    private static String line(Order order, List<Sample> samples) {
        return "%s, %s: %s".formatted(order.step(), Count.of(samples.size(), "look"), summary(samples, null));
    }

    private static String summary(List<Sample> samples, @Nullable Long downBefore) {
        var words = new ArrayList<String>();
        var aggregates = Aggregates.of(samples, downBefore);
        add(words, aggregates, "uptimePercent", "up %s %%");
        add(words, aggregates, "agentSuccessPercent", "agents %s %% well");
        add(words, aggregates, "responseP95Milliseconds", "p95 %s ms");
        add(words, aggregates, "costDollarsPerDay", "%s $ a day");
        add(words, aggregates, "connectionPoolPercent", "pool %s %%");
        add(words, aggregates, "errorLines", "%s error lines");
        add(words, aggregates, "dataProblems", "%s data problems");
        add(words, aggregates, "noData", "no data: %s");
        return words.isEmpty() ? "nothing to measure" : String.join(", ", words);
    }

    private static void add(List<String> words, Map<String, Object> aggregates, String name, String form) {
        var value = aggregates.get(name);
        if (value != null) {
            words.add(String.format(form, value));
        }
    }
}
