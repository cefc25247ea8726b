package norn.report.markdown;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import norn.report.ItemChecklist.Box;
import norn.report.ItemChecklist.Fulfilment;
import norn.report.ItemChecklist.Item;
import norn.report.ReportModel;

/** The whole checklist by its item numbers, as Markdown. */
public final class ItemChecklistText {
    private final Markdown text;

    private ItemChecklistText(Markdown text) {
        this.text = text;
    }

    /**
     * The checklist of a report.
     *
     * @param titles what the items say, by id, in their order; an item that is not among them has the title of what fulfils it
     */
    public static String of(ReportModel report, Map<String, String> titles) {
        var head = report.head();
        var text = new Markdown(head.zone());
        text.heading(1, "Checklist of %s in %s".formatted(head.release(), head.environment()));
        var byId = new LinkedHashMap<String, Item>();
        titles.keySet().forEach(id -> byId.put(id, new Item(id, Box.OPEN, List.of())));
        report.items().items().forEach(item -> byId.put(item.id(), item));
        text.line("Deployment %s, %s, as of %s (%s). %s"
                        .formatted(head.deployment(), head.status(), text.time(head.asOf()), head.zone(), counts(byId)))
                .line("");
        var lines = new ItemChecklistText(text);
        byId.values().forEach(item -> lines.write(item, titles.getOrDefault(item.id(), title(item))));
        return text.toString();
    }

    private static String counts(Map<String, Item> items) {
        var counts = items.values().stream()
                .collect(Collectors.groupingBy(Item::box, () -> new EnumMap<>(Box.class), Collectors.counting()));
        return "%d of %d items ticked [x], %d open [ ], %d not needed [-]."
                .formatted(
                        counts.getOrDefault(Box.TICKED, 0L),
                        items.size(),
                        counts.getOrDefault(Box.OPEN, 0L),
                        counts.getOrDefault(Box.NOT_NEEDED, 0L));
    }

    private static String title(Item item) {
        return item.fulfilments().isEmpty() ? "" : item.fulfilments().get(0).title();
    }

    private void write(Item item, String title) {
        text.bullet(
                "%s %s".formatted(box(item.box()), item.id()),
                "%s. %s"
                        .formatted(
                                title,
                                item.fulfilments().isEmpty()
                                        ? "Nothing in the runbook fulfils it"
                                        : item.fulfilments().stream()
                                                .map(this::text)
                                                .collect(Collectors.joining("; "))));
    }

    private String text(Fulfilment one) {
        return one.what()
                + (one.by() == null ? "" : ", by " + one.by())
                + (one.at() == null ? "" : ", " + text.time(one.at()));
    }

    private static String box(Box box) {
        return switch (box) {
            case TICKED -> "[x]";
            case OPEN -> "[ ]";
            case NOT_NEEDED -> "[-]";
        };
    }
}
