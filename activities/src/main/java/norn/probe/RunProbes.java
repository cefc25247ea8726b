package norn.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.code.CodeSettings;
import norn.plan.Order;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** Runs probes by name. All are run; those that fail are reported together. */
final class RunProbes {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var probes = new Probes(attempt, since(order, attempt));
        var names = names(order);
        names.forEach(probes::named);
        var results = new LinkedHashMap<String, ProbeResult>();
        for (var name : names) {
            attempt.heartbeat("running " + name);
            results.put(
                    name,
                    probes.named(name).isRepeatable()
                            ? probes.runUntilPassed(name)
                            : runOnce(name, order, probes, attempt));
        }
        var failed = new ArrayList<String>();
        var remedies = new LinkedHashSet<String>();
        results.forEach((name, result) -> {
            result.values()
                    .forEach((key, value) ->
                            attempt.evidence().value(names.size() == 1 ? key : "%s.%s".formatted(name, key), value));
            if (!result.passed()) {
                failed.add("%s: %s".formatted(name, result.text()));
                remedies.add(remedy(result, probes.named(name)));
            }
        });
        if (!failed.isEmpty()) {
            throw new ActionFailed(
                    "ProbeFailed",
                    String.join("; ", failed),
                    String.join(" ", remedies),
                    names.stream().allMatch(name -> probes.named(name).isRepeatable()));
        }
        return attempt.evidence()
                .value("probes", names.size())
                .done(
                        names.size() == 1
                                ? results.values().iterator().next().text()
                                : "%d probes passed: %s".formatted(names.size(), String.join(", ", names)));
    }

    private static String remedy(ProbeResult result, Probe probe) {
        if (!probe.isRepeatable()) {
            return "It is run once, and RETRY does not run it again: look whether it did what it should. SKIP, where"
                    + " the step may be skipped, says that it did; else ROLL_BACK.";
        }
        return result.remedy() == null
                ? "Check the service that the probe asks, and its log, then RETRY."
                : result.remedy();
    }

    /** Users' release is what is checked: nothing from before go-live counts against it. */
    private static @Nullable Instant since(Order order, Attempt attempt) {
        var options = Options.of(order);
        var asked = options.text("since");
        var goLiveAt = order.context().goLiveAt();
        if (asked.isEmpty()) {
            return null;
        }
        if (asked.get().equals("go-live")) {
            return goLiveAt;
        }
        if (asked.get().equals("activation")) {
            return attempt.host()
                    .section(CodeSettings.class)
                    .map(RunProbes::activation)
                    .orElse(null);
        }
        var length = options.duration("since")
                .orElseThrow(() -> new ActionFailed(
                        "WrongOptions",
                        "since: %s is no length of time".formatted(asked.get()),
                        "Expected: go-live, activation, or a length such as 12h.",
                        false));
        var begin = attempt.clock().instant().minus(length);
        return goLiveAt != null && goLiveAt.isAfter(begin) ? goLiveAt : begin;
    }

    /** When the active release became so: the link to it is as old; null where there is none. Whole seconds are as exact as logs are. */
    private static @Nullable Instant activation(CodeSettings code) {
        try {
            return Files.getLastModifiedTime(code.active(), LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS);
        } catch (IOException none) {
            return null;
        }
    }

    private static List<String> names(Order order) {
        var options = Options.of(order);
        var names = new ArrayList<String>();
        options.text("probe").ifPresent(names::add);
        names.addAll(options.texts("probes"));
        if (names.isEmpty()) {
            throw new ActionFailed(
                    "WrongOptions", "the step names no probe", "Give it the option probe or probes.", false);
        }
        return names;
    }

    private static ProbeResult runOnce(String name, Order order, Probes probes, Attempt attempt)
            throws InterruptedException {
        var once = new OneTimeProbe(order, attempt, name);
        var before = once.recorded();
        if (before.isEmpty() && once.begin()) {
            var result = probes.run(name);
            once.end(result, attempt);
            return result;
        }
        var note = before.or(once::recorded).orElse(OneTimeProbe.RecordedAnswer.unknown("run by another attempt"));
        var values = new LinkedHashMap<String, Object>();
        values.put("ranBefore", true);
        values.put("outcomeKnown", note.passed() != null);
        if (note.passed() == null) {
            return ProbeResult.failed(
                    "%s ran before and its outcome is unknown; it is not run again, because it costs. Look whether it did what it should; SKIP says that it did"
                            .formatted(name),
                    values);
        }
        var text = "ran before, and not again: " + note.text();
        return note.passed() ? ProbeResult.passed(text, values) : ProbeResult.failed(text, values);
    }
}
