package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.Criterion;
import norn.runbook.PhaseName;
import norn.state.Finding;
import norn.state.Status;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/** The whole checklist by its item numbers: each box ticked or not, by what and when. */
public record ItemChecklist(List<Item> items) {
    public ItemChecklist {
        items = List.copyOf(items);
    }

    /** An item's box. */
    public enum Box {
        TICKED,
        OPEN,
        /** There was nothing to do. */
        NOT_NEEDED
    }

    /** An item, and everything that fulfils it. */
    public record Item(String id, Box box, List<Fulfilment> fulfilments) {
        public Item {
            fulfilments = List.copyOf(fulfilments);
        }
    }

    /**
     * Something that fulfils an item, or does not yet.
     *
     * @param what a step, a criterion or a field, with what came of it
     * @param by who did it; null: nobody yet, or no person and no machine alone
     * @param at when it was over; null: it is not, or it has no time
     */
    public record Fulfilment(
            Box box,
            String title,
            String what,
            @Nullable String by,
            @Nullable Instant at) {}

    static ItemChecklist of(ReportInput input, MeasuredResults results, List<FilledForm> forms) {
        var items = new LinkedHashMap<String, List<Fulfilment>>();
        steps(input, items);
        criteria(input, results, items);
        for (var form : forms) {
            for (var row : form.rows()) {
                if (row.item() != null) {
                    add(items, List.of(row.item()), ofRow(form, row));
                }
            }
        }
        produced(input, items);
        return new ItemChecklist(items.entrySet().stream()
                .map(item -> new Item(item.getKey(), box(item.getValue()), item.getValue()))
                .toList());
    }

    private static void steps(ReportInput input, Map<String, List<Fulfilment>> items) {
        var hasRollback = input.journals().stream().anyMatch(journal -> journal.phase() == PhaseName.ROLLBACK);
        for (var line : input.checklist().steps()) {
            add(items, line.covers(), ofLine(line));
        }
        if (!hasRollback) {
            for (var step : input.plan().runbook().phase(PhaseName.ROLLBACK).steps()) {
                add(
                        items,
                        step.covers(),
                        new Fulfilment(
                                Box.NOT_NEEDED, step.title(), step.id() + ": there was no rollback", null, null));
            }
        }
    }

    private static Fulfilment ofLine(Checklist.Line line) {
        var box = line.state() == StepState.DONE
                ? Box.TICKED
                : line.state() == StepState.NOT_NEEDED ? Box.NOT_NEEDED : Box.OPEN;
        var evidence = line.evidence();
        return new Fulfilment(
                box,
                line.title(),
                "%s %s%s".formatted(line.id(), line.state(), evidence == null ? "" : ": " + evidence.summary()),
                line.by(),
                line.endedAt());
    }

    private static void criteria(ReportInput input, MeasuredResults results, Map<String, List<Fulfilment>> items) {
        for (var criterion : input.plan().runbook().criteria()) {
            if (criterion.purpose() == Criterion.Purpose.SUCCESS
                    && results.success().isEmpty()) {
                add(items, criterion.covers(), of(criterion, Box.OPEN, "not judged before go-live", null));
            }
        }
        for (var success : results.success()) {
            add(
                    items,
                    success.criterion().covers(),
                    of(
                            success.criterion(),
                            success.finding() == Finding.YES ? Box.TICKED : Box.OPEN,
                            switch (success.finding()) {
                                case YES -> "met";
                                case NO -> "unmet";
                                case UNKNOWN -> "unknown: " + success.why();
                            },
                            null));
        }
        for (var rollback : results.rollback()) {
            var occurrences = rollback.occurrences();
            var hasComeUp = !occurrences.isEmpty();
            add(
                    items,
                    rollback.criterion().covers(),
                    of(
                            rollback.criterion(),
                            hasComeUp ? Box.TICKED : Box.NOT_NEEDED,
                            hasComeUp ? "came up" : "did not come up",
                            hasComeUp ? occurrences.get(0).at() : null));
        }
    }

    private static Fulfilment of(Criterion criterion, Box box, String what, @Nullable Instant at) {
        return new Fulfilment(box, criterion.title(), "criterion %s: %s".formatted(criterion.id(), what), null, at);
    }

    private static Fulfilment ofRow(FilledForm form, FilledForm.FormRow row) {
        var hasNoData = row.value() instanceof FormValue.NoData;
        return new Fulfilment(
                hasNoData ? Box.OPEN : Box.TICKED,
                row.title(),
                "%s, %s: %s".formatted(form.title(), row.title(), hasNoData ? "no data" : "from " + row.source()),
                null,
                null);
    }

    /** What the plan, the commands and the report fulfil by being there; a report is there once the status is final. */
    private static void produced(ReportInput input, Map<String, List<Fulfilment>> items) {
        for (var produced : input.plan().runbook().produced()) {
            var isThere = !produced.field().startsWith("report") || isFinal(input.status());
            for (var item : produced.covers()) {
                if (!items.containsKey(item)) {
                    add(
                            items,
                            List.of(item),
                            new Fulfilment(
                                    isThere ? Box.TICKED : Box.OPEN, produced.title(), produced.field(), null, null));
                }
            }
        }
    }

    private static boolean isFinal(Status status) {
        return status.compareTo(Status.SUCCESSFUL) >= 0;
    }

    private static void add(Map<String, List<Fulfilment>> items, List<String> covered, Fulfilment fulfilment) {
        covered.forEach(
                item -> items.computeIfAbsent(item, id -> new ArrayList<>()).add(fulfilment));
    }

    /** One that is open leaves the item open; what is not needed does not count beside what is done. */
    private static Box box(List<Fulfilment> all) {
        if (all.stream().anyMatch(one -> one.box() == Box.OPEN)) {
            return Box.OPEN;
        }
        return all.stream().anyMatch(one -> one.box() == Box.TICKED) ? Box.TICKED : Box.NOT_NEEDED;
    }
}
