package norn.action.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import norn.action.Attempt;
import norn.action.Options;
import norn.journal.Evidence;
import norn.plan.Count;
import norn.plan.Order;
import org.jspecify.annotations.Nullable;

/** Watches the world for a window, and ends early where a criterion is met. */
final class Watch {
    private static final long BEAT_MILLISECONDS = 250;

    Evidence watch(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var settings = attempt.settings(WatchSettings.class);
        var window = Duration.ofMillis(
                Math.round(1000 * options.number("windowSeconds").orElse(0.0)));
        var limits = new Limits(options.list("criteria"));
        var diary = new Diary(order, attempt);
        var begunAt = diary.begunAt();
        var until = begunAt + window.toMillis();
        var looks = new ArrayList<>(diary.looks());
        var resumed = !looks.isEmpty();
        var looker = new Looker(settings, attempt);
        var downBefore = looks.isEmpty() ? diary.downSince() : firstDown(looks, diary.downSince());
        while (true) {
            var next = looks.isEmpty()
                    ? begunAt
                    : looks.get(looks.size() - 1).at() + settings.every().toMillis();
            if (next > until && !looks.isEmpty()) break;
            await(next, until, looks, attempt);
            var look = looker.look(
                    looks.isEmpty() ? Map.of() : looks.get(looks.size() - 1).logEnds());
            looks.add(look);
            diary.add(look);
            diary.downSince(Figures.downSince(looks, downBefore));
            attempt.beat(line(order, looks));
            var met = limits.met(looks, downBefore);
            if (!met.isEmpty()) return met(met, looks, downBefore, diary, attempt);
        }
        await(until, until, looks, attempt);
        if (resumed) attempt.evidence().value("resumed", true);
        return figures(looks, downBefore, diary, attempt)
                .done("%s: %s".formatted(options.text("name").orElse("watched"), summary(looks, downBefore)));
    }

    /** One look, right now. */
    Evidence measure(Order order, Attempt attempt) throws InterruptedException {
        var look = new Looker(attempt.settings(WatchSettings.class), attempt).look(Map.of());
        var diary = new Diary(order, attempt);
        diary.add(look);
        var looks = List.of(look);
        return figures(looks, null, diary, attempt)
                .done("%s: %s".formatted(Options.of(order).text("name").orElse("measured"), summary(looks, null)));
    }

    private static Evidence met(
            Map<Limits.Limit, Double> met, List<Look> looks, @Nullable Long downBefore, Diary diary, Attempt attempt) {
        var evidence = figures(looks, downBefore, diary, attempt);
        var words = new ArrayList<String>();
        met.forEach((limit, value) -> {
            var shown = Math.round(value * 100) / 100.0;
            evidence.value(limit.measure(), shown).met(limit.id());
            words.add("%s: %s is %s, the limit is %s".formatted(limit.id(), limit.measure(), shown, limit.limit()));
        });
        return evidence.done("met after %s: %s".formatted(Count.of(looks.size(), "look"), String.join("; ", words)));
    }

    private static norn.action.Evidences figures(
            List<Look> looks, @Nullable Long downBefore, Diary diary, Attempt attempt) {
        var evidence = attempt.evidence();
        Figures.of(looks, downBefore).forEach(evidence::value);
        var trouble = looks.get(looks.size() - 1).trouble();
        if (trouble != null && !trouble.isEmpty()) evidence.value("trouble", trouble);
        return evidence.artifact("looks.jsonl", diary.file());
    }

    /** Since when it was down when this attempt's first look was taken: only an outage that began before it counts. */
    private static @Nullable Long firstDown(List<Look> looks, @Nullable Long noted) {
        return noted != null && noted < looks.get(0).at() ? noted : null;
    }

    private static void await(long at, long until, List<Look> looks, Attempt attempt) throws InterruptedException {
        var beaten = 0L;
        while (attempt.clock().millis() < at) {
            if (System.nanoTime() - beaten > BEAT_MILLISECONDS * 2 * 1_000_000) {
                var left = Duration.ofMillis(Math.max(0, until - attempt.clock().millis()))
                        .toSeconds();
                attempt.beat("watching, %s, %d s left".formatted(Count.of(looks.size(), "look"), left));
                beaten = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(
                    Math.max(1, Math.min(BEAT_MILLISECONDS, at - attempt.clock().millis())));
        }
    }

    private static String line(Order order, List<Look> looks) {
        return "%s, %s: %s".formatted(order.step(), Count.of(looks.size(), "look"), summary(looks, null));
    }

    private static String summary(List<Look> looks, @Nullable Long downBefore) {
        var words = new ArrayList<String>();
        var figures = Figures.of(looks, downBefore);
        add(words, figures, "uptimePercent", "up %s %%");
        add(words, figures, "agentSuccessPercent", "agents %s %% well");
        add(words, figures, "responseP95Milliseconds", "p95 %s ms");
        add(words, figures, "costDollarsPerDay", "%s $ a day");
        add(words, figures, "connectionPoolPercent", "pool %s %%");
        add(words, figures, "errorLines", "%s error lines");
        add(words, figures, "dataProblems", "%s data problems");
        add(words, figures, "noData", "no data: %s");
        return words.isEmpty() ? "nothing to measure" : String.join(", ", words);
    }

    private static void add(List<String> words, Map<String, Object> figures, String name, String form) {
        var value = figures.get(name);
        if (value != null) words.add(String.format(form, value));
    }
}
