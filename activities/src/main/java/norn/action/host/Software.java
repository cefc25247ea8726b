package norn.action.host;

import java.time.Duration;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Commands;
import norn.action.Invocation;

/** Programs and their versions, as they tell them themselves. */
record Software(HostSettings settings, Attempt attempt) {
    private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)*");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    void survey(Survey.Findings findings) throws InterruptedException {
        for (var tool : settings.tools().entrySet()) {
            try {
                var ended = new Commands(attempt)
                        .run(Invocation.of(
                                        "tool-" + tool.getKey(), tool.getValue().command())
                                .within(LIMIT));
                if (ended.exitCode() != 0)
                    findings.shortfall("%s: exit code %d".formatted(tool.getKey(), ended.exitCode()));
                else judge(tool.getKey(), tool.getValue(), ended.output(), findings);
            } catch (ActionFailed absent) {
                findings.shortfall("%s: %s".formatted(tool.getKey(), absent.getMessage()));
            }
        }
    }

    private static void judge(String name, HostSettings.Tool tool, String output, Survey.Findings findings) {
        var least = tool.least();
        var match = VERSION.matcher(output);
        if (!match.find()) {
            if (least != null) findings.shortfall("%s tells no version, at least %s is asked".formatted(name, least));
            return;
        }
        findings.value(name, match.group());
        if (least != null && compare(match.group(), least) < 0)
            findings.shortfall("%s is %s instead of at least %s".formatted(name, match.group(), least));
    }

    /** Number by number; a missing one is 0. */
    static int compare(String one, String other) {
        var ours = one.split("\\.", -1);
        var theirs = other.split("\\.", -1);
        for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
            var compared = Long.compare(part(ours, i), part(theirs, i));
            if (compared != 0) return compared;
        }
        return 0;
    }

    private static long part(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,15}") ? Long.parseLong(parts[index]) : 0;
    }
}
