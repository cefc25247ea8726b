package norn.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import norn.cli.terminal.Style;

/** The figures, for people and for programs. */
record FigureTable(Map<String, List<Figure>> figures) {
    private static final String ROW = "  %-60s %11s %11s  %s  %s";

    List<String> lines(Style style) {
        var lines = new ArrayList<String>();
        lines.add(
                style.faint(ROW.formatted("", "measured", "aim", "    ", "how").stripTrailing()));
        figures.forEach((part, measured) -> {
            lines.add(style.bold(part));
            measured.forEach(figure -> lines.add(line(figure, style)));
        });
        return lines;
    }

    private static String line(Figure figure, Style style) {
        var verdict = figure.aim() == null ? "    " : figure.isMet() ? style.good("met ") : style.bad("miss");
        return ROW.formatted(
                        figure.figure(), number(figure.measured(), figure.unit()), aim(figure), verdict, figure.how())
                .stripTrailing();
    }

    private static String aim(Figure figure) {
        return figure.aim() == null ? "" : figure.bound().sign() + number(figure.aim(), figure.unit());
    }

    private static String number(double value, String unit) {
        var format = value == Math.rint(value) ? "%.0f" : Math.abs(value) < 10 ? "%.2f" : "%.1f";
        return (String.format(Locale.ROOT, format, value) + " " + unit).strip();
    }

    /** As a program reads them. */
    Map<String, Object> json(String machine) {
        var parts = new LinkedHashMap<String, Object>();
        figures.forEach((part, measured) ->
                parts.put(part, measured.stream().map(FigureTable::json).toList()));
        var json = new LinkedHashMap<String, Object>();
        json.put("machine", machine);
        json.put("figures", parts);
        return json;
    }

    private static Map<String, Object> json(Figure figure) {
        var json = new LinkedHashMap<String, Object>();
        json.put("figure", figure.figure());
        json.put("measured", figure.measured());
        json.put("unit", figure.unit());
        json.put("aim", figure.aim());
        json.put("met", figure.aim() == null ? null : figure.isMet());
        json.put("how", figure.how());
        return json;
    }
}
