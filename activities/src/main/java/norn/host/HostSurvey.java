package norn.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.files.LenientJson;
import norn.plan.Order;
import norn.state.Evidence;

/** Measures this machine against what it must be and have. All shortfalls are reported at once. */
final class HostSurvey {
    private static final List<String> ALL = List.of("hardware", "software", "network", "access");

    /** What was measured, and what falls short. */
    static final class Findings {
        private final Map<String, Object> values = new LinkedHashMap<>();
        private final List<String> shortfalls = new ArrayList<>();

        void value(String name, Object value) {
            values.put(name, value);
        }

        void shortfall(String text) {
            shortfalls.add(text);
        }
    }

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var what = Options.of(order).text("what").map(List::of).orElse(ALL);
        var settings = attempt.settings(HostRequirements.class);
        var findings = new Findings();
        for (var part : what) {
            attempt.heartbeat("checking " + part);
            switch (part) {
                case "hardware" -> new Hardware(settings).survey(findings);
                case "software" -> new Software(settings, attempt).survey(findings);
                case "network" -> new Network(settings, attempt).survey(findings);
                case "access" -> new Access(settings, attempt).survey(findings);
                default ->
                    throw new ActionFailed(
                            "WrongOptions",
                            "what: unknown part %s".formatted(part),
                            "Known: " + String.join(", ", ALL),
                            false);
            }
        }
        findings.values.forEach((name, value) -> attempt.evidence().value(name, value));
        attempt.evidence().artifact(attempt.evidenceFolder(), "survey.json", json(findings));
        if (!findings.shortfalls.isEmpty()) {
            throw new ActionFailed(
                    "HostInsufficient",
                    String.join("; ", findings.shortfalls),
                    "Fix the machine, or the requirements under host.requirements, then RETRY.",
                    false);
        }
        return attempt.evidence().done("%s: as required".formatted(String.join(", ", what)));
    }

    private static String json(Findings findings) {
        var all = new LinkedHashMap<String, Object>();
        all.put("values", findings.values);
        all.put("shortfalls", findings.shortfalls);
        return LenientJson.text(all);
    }
}
