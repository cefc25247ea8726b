package norn.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import norn.runbook.Work;

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
     */
    public record Line(String item, String text, How how, List<String> by, List<String> titles) {
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
        var covering = covering(loaded.runbook());
        var texts = new LinkedHashMap<String, String>();
        if (loaded.checklist() != null) {
            texts.putAll(loaded.checklist().texts());
        } else {
            covering.keySet().forEach(item -> texts.put(item, ""));
        }
        var lines = new ArrayList<Line>();
        texts.forEach((item, text) -> lines.add(line(item, text, covering.getOrDefault(item, List.of()))));
        return new Coverage(lines, asks(loaded.runbook()));
    }

    /** The items that nothing covers. */
    public List<Line> missing() {
        return lines.stream().filter(line -> line.how() == How.MISSING).toList();
    }

    /** How many items are covered so. */
    public long count(How how) {
        return lines.stream().filter(line -> line.how() == how).count();
    }

    private record Part(How how, String by, String title) {}

    private static Line line(String item, String text, List<Part> parts) {
        return new Line(
                item,
                text,
                parts.isEmpty() ? How.MISSING : parts.get(0).how(),
                parts.stream().map(Part::by).toList(),
                parts.stream().map(Part::title).toList());
    }

    private static Map<String, List<Part>> covering(Runbook runbook) {
        var covering = new LinkedHashMap<String, List<Part>>();
        for (var phase : runbook.phases()) {
            for (var step : phase.steps()) {
                var how = step.work().match(action -> How.MACHINE, attestation -> How.PERSON, gate -> How.PERSON);
                add(covering, step.covers(), new Part(how, step.id(), step.title()));
            }
        }
        for (var criterion : runbook.criteria()) {
            add(covering, criterion.covers(), new Part(How.MEASURED, criterion.id(), criterion.title()));
        }
        for (var produced : runbook.produced()) {
            add(covering, produced.covers(), new Part(How.PRODUCED, produced.field(), produced.title()));
        }
        return covering;
    }

    private static void add(Map<String, List<Part>> covering, List<String> items, Part part) {
        for (var item : items) {
            covering.computeIfAbsent(item, none -> new ArrayList<>()).add(part);
        }
    }

    private static Map<PhaseName, Integer> asks(Runbook runbook) {
        var asks = new LinkedHashMap<PhaseName, Integer>();
        for (var phase : runbook.phases()) {
            asks.put(phase.name(), (int) phase.steps().stream()
                    .filter(step -> !(step.work() instanceof Work.Action))
                    .count());
        }
        return asks;
    }
}
