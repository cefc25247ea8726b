package norn.watch;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import norn.action.Attempt;
import norn.action.EvidenceBuilder;
import norn.action.Options;
import norn.action.WatchLook;
import norn.exec.Poller;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;
import norn.state.Finding;

/** Takes samples of every measure for a window, and ends early where a criterion is met. */
final class Watch {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int MAX_MEASUREMENTS = 3;

    Evidence watch(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var settings = attempt.settings(WatchSettings.class);
        var window = Duration.ofMillis(
                Math.round(1000 * options.number("windowSeconds").orElse(0.0)));
        var criteria = new WatchedCriteria(options.list("criteria"));
        var sampleLog = new SampleLog(order, attempt);
        var begunAt = sampleLog.begunAt(Duration.ofMillis(
                Math.round(1000 * options.number("lateSeconds").orElse(0.0))));
        var until = begunAt + window.toMillis();
        var samples = new ArrayList<>(sampleLog.samples());
        var resumed = !samples.isEmpty();
        var sampler = new Sampler(settings, attempt);
        var values = values(settings, options, sampleLog.carried());
        while (true) {
            var next = samples.isEmpty()
                    ? begunAt
                    : samples.get(samples.size() - 1).atEpochMillis()
                            + settings.interval().toMillis();
            if (next > until && !samples.isEmpty()) {
                break;
            }
            await(next, until, samples, attempt);
            var sample = sampler.sample(samples);
            attempt.checkFence(); // what is there may be another run's by now
            samples.add(sample);
            sampleLog.add(sample);
            attempt.looked(look(sample, samples, begunAt, values));
            sampleLog.carryOver(values.carriedOver(samples));
            attempt.heartbeat("%s, %s: %s".formatted(order.step(), count(samples), summary(values.of(samples))));
            var now = attempt.clock().instant();
            var met = criteria.met(values, samples, now);
            var unknown = criteria.unknown(samples, now);
            if (!met.isEmpty() || !unknown.isEmpty()) {
                addWatched(values, begunAt, samples, attempt);
                return met(met, unknown, samples, values, sampleLog, attempt);
            }
        }
        await(until, until, samples, attempt);
        attempt.checkFence();
        addWatched(values, begunAt, samples, attempt);
        if (resumed) {
            attempt.evidence().value(WatchedValues.RESUMED, true);
        }
        return evidence(samples, values, sampleLog, attempt)
                .done("%s: %s".formatted(options.text("name").orElse("watched"), summary(values.of(samples))));
    }

    private static WatchLook look(Sample sample, List<Sample> samples, long begunAt, WatchedValues values) {
        var before =
                samples.size() < 2 ? begunAt : samples.get(samples.size() - 2).atEpochMillis();
        return new WatchLook(
                sample.readings().size(), sample.noData().size(), values.gap(before, sample.atEpochMillis()));
    }

    private static void addWatched(WatchedValues values, long begunAt, List<Sample> samples, Attempt attempt) {
        var watched = values.watched(begunAt, samples, attempt.clock().millis());
        attempt.evidence().value(WatchedValues.WATCHED_SECONDS, watched.toMillis() / 1000.0);
    }

    /** One sample, right now; where it judges measures that are not as they should be, a few more, and the last decides. */
    Evidence measure(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var settings = attempt.settings(WatchSettings.class);
        var limits = new MeasuredLimits(options.texts("judges"), options.list("limits"));
        var sampler = new Sampler(settings, attempt);
        var sampleLog = new SampleLog(order, attempt);
        var values = values(settings, options, Map.of());
        var samples = new ArrayList<Sample>();
        do {
            if (!samples.isEmpty()) {
                Poller.of(attempt).pause(settings.interval(), () -> "measuring once more");
            }
            var sample = sampler.sample(samples);
            samples.add(sample);
            sampleLog.add(sample);
        } while (limits.finding(values, samples) != Finding.YES && samples.size() < MAX_MEASUREMENTS);
        var evidence = evidence(samples, values, sampleLog, attempt);
        limits.met(values, samples).forEach(evidence::met);
        var name = options.text("name").orElse("measured");
        var finding = limits.finding(values, samples);
        return finding == Finding.YES
                ? evidence.done("%s: %s".formatted(name, summary(values.of(samples))))
                : evidence.found(finding, "%s: %s".formatted(name, judged(limits, values, samples)));
    }

    private static String judged(MeasuredLimits limits, WatchedValues values, List<Sample> samples) {
        var words = limits.problems(values, samples);
        words.addAll(problems(samples.get(samples.size() - 1)));
        return String.join("; ", words);
    }

    private static WatchedValues values(WatchSettings settings, Options options, Map<String, Double> carried) {
        return new WatchedValues(
                settings.measures(), WatchedMeasure.of(options.list("measures")), carried, settings.maxPause());
    }

    private static Evidence met(
            Map<WatchedCriteria.Limit, Double> met,
            Map<String, String> unknown,
            List<Sample> samples,
            WatchedValues values,
            SampleLog sampleLog,
            Attempt attempt) {
        var evidence = evidence(samples, values, sampleLog, attempt);
        var words = new ArrayList<String>();
        met.forEach((limit, value) -> {
            var shown = WatchedValues.rounded(value);
            evidence.value(limit.measure(), shown).met(limit.id());
            words.add("%s: %s is %s, the limit is %s".formatted(limit.id(), limit.measure(), shown, limit.limit()));
        });
        if (!unknown.isEmpty()) {
            evidence.value(WatchedValues.UNKNOWN_CRITERIA, unknown);
            unknown.forEach((id, reason) -> {
                evidence.met(id);
                words.add("%s: %s".formatted(id, reason));
            });
        }
        return evidence.done("met after %s: %s".formatted(count(samples), String.join("; ", words)));
    }

    private static EvidenceBuilder evidence(
            List<Sample> samples, WatchedValues values, SampleLog sampleLog, Attempt attempt) {
        var evidence = attempt.evidence();
        values.of(samples).forEach(evidence::value);
        var problems = problems(samples.get(samples.size() - 1));
        try {
            evidence.artifact("samples.jsonl", sampleLog.file());
        } catch (UncheckedIOException unwritable) { // what was measured counts all the same
            problems.add(String.valueOf(unwritable.getMessage()));
        }
        if (sampleLog.problem() != null) {
            problems.add("samples could not be saved: " + sampleLog.problem());
        }
        if (!problems.isEmpty()) {
            evidence.value(WatchedValues.PROBLEMS, List.copyOf(problems));
        }
        return evidence;
    }

    /** What people should know of the sample, each thing once, however many measures show it. */
    private static Set<String> problems(Sample sample) {
        var problems = new LinkedHashSet<String>();
        sample.readings().values().forEach(reading -> problems.addAll(reading.problems()));
        return problems;
    }

    private static void await(long at, long until, List<Sample> samples, Attempt attempt) throws InterruptedException {
        var poller = Poller.of(attempt);
        while (attempt.clock().millis() < at) { // in small pauses: the wall clock may be set
            var wait = Duration.ofMillis(at - attempt.clock().millis());
            poller.pause(wait.compareTo(POLL) < 0 ? wait : POLL, () -> {
                var left = Duration.ofMillis(Math.max(0, until - attempt.clock().millis()));
                return "watching, %s, %d s left".formatted(count(samples), left.toSeconds());
            });
        }
    }

    private static String count(List<Sample> samples) {
        return Count.of(samples.size(), "sample");
    }

    private static String summary(Map<String, Object> values) {
        var words = new ArrayList<String>();
        values.forEach((name, value) -> {
            if (!name.equals(WatchedValues.SAMPLES)) {
                words.add(name.equals(WatchedValues.NO_DATA) ? "no data: " + value : "%s %s".formatted(name, value));
            }
        });
        return words.isEmpty() ? "nothing to measure" : String.join(", ", words);
    }
}
