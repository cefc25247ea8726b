package norn.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import norn.action.Action;
import norn.plan.Policy;
import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/**
 * How each item of the checklist is covered, and how often people are asked.
 *
 * @param asks attestations and gates of each phase: each is one answer
 */
public record Coverage(List<Line> lines, Map<PhaseName, Integer> asks) {
    public Coverage {
        lines = List.copyOf(lines);
        asks = Collections.unmodifiableMap(new LinkedHashMap<>(asks));
    }

    /**
     * One item.
     *
     * @param by ids of the steps or of the criterion, or the field that holds it; empty where it is missing
     * @param titles what those do, in the runbook's words
     * @param reason why the environment excludes all of those; empty where it does not
     */
    public record Line(String item, String text, How how, List<String> by, List<String> titles, String reason) {
        public Line {
            by = List.copyOf(by);
            titles = List.copyOf(titles);
        }
    }

    /** By what an item is covered. */
    public enum How {
        /** A machine does it, and leaves evidence. */
        MACHINE("done by the machine"),
        /** A person attests or decides it, by name. */
        PERSON("attested by a person"),
        /** It is measured and decided by a criterion. */
        MEASURED("measured against a criterion"),
        /** A field of the record, the plan or a report holds it. */
        PRODUCED("produced"),
        /** What covers it in the runbook, the environment excludes. */
        EXCLUDED("excluded by the environment"),
        /** Nothing covers it. */
        MISSING("missing");

        private final String text;

        How(String text) {
            this.text = text;
        }

        /** How, in words. */
        public String text() {
            return text;
        }
    }

    /** The coverage of that runbook; without a checklist, of the items that it says it covers. */
    public static Coverage of(LoadedRunbook loaded) {
        return of(loaded, Map.of());
    }

    /** The coverage of that runbook in an environment with that policy: what it excludes covers nothing, and asks nobody. */
    public static Coverage in(Policy policy, LoadedRunbook loaded, Map<String, Action> actions) {
        return of(loaded, Exclusions.of(loaded.runbook(), policy, actions).reasons());
    }

    private static Coverage of(LoadedRunbook loaded, Map<String, String> excluded) {
        var covering = covering(loaded.runbook(), excluded);
        var texts = new LinkedHashMap<String, String>();
        if (loaded.checklist() != null) {
            texts.putAll(loaded.checklist().texts());
        } else {
            covering.keySet().forEach(item -> texts.put(item, ""));
        }
        var lines = new ArrayList<Line>();
        texts.forEach((item, text) -> lines.add(line(item, text, covering.getOrDefault(item, List.of()))));
        return new Coverage(lines, asks(loaded.runbook(), excluded));
    }

    /** The items that nothing covers. */
    public List<Line> missing() {
        return lines.stream().filter(line -> line.how() == How.MISSING).toList();
    }

    /** How many items are covered so. */
    public long count(How how) {
        return lines.stream().filter(line -> line.how() == how).count();
    }

    /** The reason is empty where it is not excluded. */
    private record Part(How how, String by, String title, String reason) {}

    private static Line line(String item, String text, List<Part> all) {
        var active = all.stream().filter(part -> part.reason().isEmpty()).toList();
        var parts = active.isEmpty() ? all : active;
        return new Line(
                item,
                text,
                parts.isEmpty() ? How.MISSING : parts.get(0).how(),
                parts.stream().map(Part::by).toList(),
                parts.stream().map(Part::title).toList(),
                parts.stream()
                        .map(Part::reason)
                        .filter(reason -> !reason.isEmpty())
                        .distinct()
                        .collect(Collectors.joining("; ")));
    }

    private static Map<String, List<Part>> covering(Runbook runbook, Map<String, String> excluded) {
        var covering = new LinkedHashMap<String, List<Part>>();
        for (var phase : runbook.phases()) {
            for (var step : phase.steps()) {
                add(covering, step.covers(), part(step, excluded.get(step.id())));
            }
        }
        for (var criterion : runbook.criteria()) {
            add(covering, criterion.covers(), new Part(How.MEASURED, criterion.id(), criterion.title(), ""));
        }
        for (var produced : runbook.produced()) {
            add(covering, produced.covers(), new Part(How.PRODUCED, produced.field(), produced.title(), ""));
        }
        return covering;
    }

    private static Part part(Step step, @Nullable String reason) {
        if (reason != null) {
            return new Part(How.EXCLUDED, step.id(), step.title(), reason);
        }
        var how = step.work().match(action -> How.MACHINE, attestation -> How.PERSON, gate -> How.PERSON);
        return new Part(how, step.id(), step.title(), "");
    }

    private static void add(Map<String, List<Part>> covering, List<String> items, Part part) {
        for (var item : items) {
            covering.computeIfAbsent(item, none -> new ArrayList<>()).add(part);
        }
    }

    private static Map<PhaseName, Integer> asks(Runbook runbook, Map<String, String> excluded) {
        var asks = new LinkedHashMap<PhaseName, Integer>();
        for (var phase : runbook.phases()) {
            asks.put(phase.name(), (int) phase.steps().stream()
                    .filter(step -> !(step.work() instanceof Work.Action) && !excluded.containsKey(step.id()))
                    .count());
        }
        return asks;
    }
}
