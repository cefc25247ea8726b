package norn.cli.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import norn.cli.rollback.RollbackPlan.PlannedStep;
import norn.cli.terminal.Style;
import org.jspecify.annotations.Nullable;

/** What a rollback would do, as text. */
public final class RollbackPlanText {
    private final RollbackPlan plan;
    private final String command;
    private final Style style;
    private final int idWidth;

    /**
     * The text of {@code plan}.
     *
     * @param command what rolls back as planned, but for the reason
     */
    public RollbackPlanText(RollbackPlan plan, String command, Style style) {
        this.plan = plan;
        this.command = command;
        this.style = style;
        this.idWidth =
                plan.steps().stream().mapToInt(step -> step.id().length()).max().orElse(0);
    }

    /** Its lines. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(style.bold("%s: %s".formatted(plan.environment(), plan.summary())));
        lines.add("");
        fact(lines, "active now", plan.survey().get("active"));
        fact(lines, "target", plan.survey().get("target"));
        fact(lines, "recorded by", plan.survey().get("targetDeployment"));
        fact(lines, "databases", listed(plan.survey().get("databases")));
        fact(lines, "services", listed(plan.survey().get("services")));
        fact(lines, "cost", plan.survey().get("cost"));
        fact(lines, "estimate", plan.survey().get("estimate"));
        var section = "";
        for (var step : plan.steps()) {
            if (!step.section().equals(section)) {
                lines.addAll(List.of("", "  " + step.section()));
            }
            section = step.section();
            lines.add(line(step));
        }
        lines.add("");
        lines.add("  * a machine does it, ? people are asked");
        lines.add("");
        lines.add("Nothing was changed. To roll back:");
        lines.add("  %s --reason TEXT".formatted(command));
        return lines;
    }

    private static void fact(List<String> lines, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            lines.add("  %-12s %s".formatted(name, value));
        }
    }

    private static @Nullable Object listed(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> "%s %s".formatted(entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return value;
    }

    private String line(PlannedStep step) {
        var id = step.id() + " ".repeat(idWidth - step.id().length());
        if (!step.needed()) {
            return style.faint("    -  %s  not needed".formatted(id));
        }
        return "    %s  %s  %s".formatted(step.byPeople() ? style.asks("?") : "*", id, step.title());
    }
}
