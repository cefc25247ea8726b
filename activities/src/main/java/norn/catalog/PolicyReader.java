package norn.catalog;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Asking;
import norn.plan.Pace;
import norn.plan.Policy;
import norn.yaml.Default;
import norn.yaml.RecordReader;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Reads the {@code policy} section of an environment's file. */
public final class PolicyReader {
    /** Under {@code excluded}: components instead of a step. */
    static final String COMPONENTS = "components";

    private PolicyReader() {}

    /** The policy, or null where something is wrong; then problems are noted. */
    public static @Nullable Policy read(YamlNode node) {
        var before = node.problems().list().size();
        var part = new RecordReader().read(node, PolicyFields.class);
        if (part == null) {
            return null;
        }
        if (part.approvals() == Approvals.SIGNED) {
            var field = node.field("approvals");
            (field == null ? node : field)
                    .problem("signed approvals do not exist yet")
                    .expected("claimed");
        }
        var steps = new LinkedHashMap<String, String>();
        var components = new LinkedHashMap<String, String>();
        part.excluded().forEach((name, value) -> {
            if (name.equals(COMPONENTS)) {
                value.fields().forEach((component, reason) -> note(reason, component, components));
            } else {
                note(value, name, steps);
            }
        });
        if (node.problems().list().size() > before) {
            return null;
        }
        return new Policy(
                        part.zone(),
                        part.pace(),
                        part.people(),
                        part.anyone(),
                        part.thresholds(),
                        part.dataLossBudget(),
                        part.dayLead(),
                        part.hosts(),
                        steps,
                        part.standIns(),
                        components)
                .withAsking(part.asking().asking());
    }

    private static void note(YamlNode value, String name, Map<String, String> excluded) {
        var reason = value.text();
        if (reason.isBlank()) {
            value.problem("has no reason").remedy("Say why: the report repeats it.");
        }
        excluded.put(name, reason);
    }

    /** Its fields as they are written. */
    record PolicyFields(
            @Default("UTC") ZoneId zone,
            @Default("real") Pace pace,
            @Default("claimed") Approvals approvals,
            boolean anyone,
            Map<String, List<String>> people,
            Map<String, Double> thresholds,
            @Default("15m") Duration dataLossBudget,
            @Default("120m") Duration dayLead,
            Map<String, String> hosts,
            Map<String, YamlNode> excluded,
            Map<String, String> standIns,
            @Default("{}") AskingFields asking) {}

    /** How people are asked, as it is written. */
    record AskingFields(
            @Default("4h") Duration keepCovers,
            @Default("20") double clearlyWorsePercent,
            @Default("[1h, 3h, 20h, 24h]") List<Duration> reminders,
            @Default("10m") Duration remindersWhileUsersAreOut) {
        AskingFields {
            of(keepCovers, clearlyWorsePercent, reminders, remindersWhileUsersAreOut);
        }

        private Asking asking() {
            return of(keepCovers, clearlyWorsePercent, reminders, remindersWhileUsersAreOut);
        }

        private static Asking of(
                Duration keepCovers,
                double clearlyWorsePercent,
                List<Duration> reminders,
                Duration remindersWhileUsersAreOut) {
            return new Asking(keepCovers, clearlyWorsePercent, reminders, remindersWhileUsersAreOut);
        }
    }

    /** Whether a name is a claim or proven. */
    enum Approvals {
        CLAIMED,
        SIGNED
    }
}
