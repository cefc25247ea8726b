package norn.host;

import java.time.Duration;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Commands;
import norn.exec.Invocation;

/** Programs and their versions, as they print them themselves. */
record Software(HostRequirements settings, Attempt attempt) {
    private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)*");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    void survey(HostSurvey.Findings findings) throws InterruptedException {
        for (var tool : settings.tools().entrySet()) {
            try {
                var ended = new Commands(attempt)
                        .run(Invocation.of(
                                        "tool-" + tool.getKey(), tool.getValue().command())
                                .withTimeout(LIMIT));
                if (ended.exitCode() != 0) {
                    findings.shortfall("%s: exit code %d".formatted(tool.getKey(), ended.exitCode()));
                } else {
                    judge(tool.getKey(), tool.getValue(), ended.output(), findings);
                }
            } catch (ActionFailed absent) {
                findings.shortfall("%s: %s".formatted(tool.getKey(), absent.getMessage()));
            }
        }
    }

    private static void judge(String name, HostRequirements.Tool tool, String output, HostSurvey.Findings findings) {
        var minimum = tool.minimum();
        var match = VERSION.matcher(output);
        if (!match.find()) {
            if (minimum != null) {
                findings.shortfall("%s prints no version, at least %s is required".formatted(name, minimum));
            }
            return;
        }
        findings.value(name, match.group());
        if (minimum != null && compare(match.group(), minimum) < 0) {
            findings.shortfall("%s is %s instead of at least %s".formatted(name, match.group(), minimum));
        }
    }

    /** Number by number; a missing one is 0. */
    static int compare(String one, String other) {
        var first = one.split("\\.", -1);
        var theirs = other.split("\\.", -1);
        for (var i = 0; i < Math.max(first.length, theirs.length); i++) {
            var compared = Long.compare(part(first, i), part(theirs, i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static long part(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,15}") ? Long.parseLong(parts[index]) : 0;
    }
}
