package norn.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.plan.Order;
import norn.state.Evidence;

/** Asks probes by name. Every one is asked; those that are answered wrong are told together. */
final class RunProbes {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var probes = new Probes(attempt);
        var names = names(order);
        for (var name : names) {
            probes.named(name);
        }
        var answers = new LinkedHashMap<String, ProbeResult>();
        for (var name : names) {
            attempt.heartbeat("asking " + name);
            answers.put(
                    name,
                    probes.named(name).isRepeatable()
                            ? probes.askUntilPassed(name)
                            : runOnce(name, order, probes, attempt));
        }
        var wrong = new ArrayList<String>();
        answers.forEach((name, answer) -> {
            answer.values()
                    .forEach((key, value) ->
                            attempt.evidence().value(names.size() == 1 ? key : "%s.%s".formatted(name, key), value));
            if (!answer.passed()) {
                wrong.add("%s: %s".formatted(name, answer.text()));
            }
        });
        if (!wrong.isEmpty()) {
            throw new ActionFailed(
                    "ProbeFailed",
                    String.join("; ", wrong),
                    "Look at the service that is asked, and at its log.",
                    names.stream().allMatch(name -> probes.named(name).isRepeatable()));
        }
        return attempt.evidence()
                .value("probes", names.size())
                .done(
                        names.size() == 1
                                ? answers.values().iterator().next().text()
                                : "%d probes answered right: %s".formatted(names.size(), String.join(", ", names)));
    }

    private static List<String> names(Order order) {
        var options = Options.of(order);
        var names = new ArrayList<String>();
        options.text("probe").ifPresent(names::add);
        names.addAll(options.texts("probes"));
        if (names.isEmpty()) {
            throw new ActionFailed("WrongOptions", "probe: names no probe", "Its options: probe, probes", false);
        }
        return names;
    }

    private static ProbeResult runOnce(String name, Order order, Probes probes, Attempt attempt)
            throws InterruptedException {
        var once = new OneTimeProbe(order, attempt, name);
        var before = once.recorded();
        if (before.isEmpty() && once.begin()) {
            var answer = probes.ask(name);
            once.end(answer, attempt);
            return answer;
        }
        var note = before.or(once::recorded).orElse(new OneTimeProbe.Note(null, "asked by another attempt"));
        var values = new LinkedHashMap<String, Object>();
        values.put("askedBefore", true);
        values.put("outcomeKnown", note.passed() != null);
        if (note.passed() == null) {
            return ProbeResult.passed(
                    "%s was asked before and its outcome is unknown; it is not asked again, because it costs"
                            .formatted(name),
                    values);
        }
        return new ProbeResult(note.passed(), "asked before, and not again: " + note.text(), values, null);
    }
}
