package norn.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Commands;
import norn.exec.Invocation;

/** Programs and their versions, as they print them themselves. */
record Software(HostRequirements settings, Attempt attempt) {
    private static final String NUMBER = "(\\d+(?:\\.\\d+)+)";
    /** Where a version stands in a line of what programs print, the surest first: not the first number, which may be a date or a name. */
    private static final List<Pattern> VERSIONS = List.of(
            Pattern.compile("\\bDistrib " + NUMBER), // of MariaDB's clients, which have versions of their own
            Pattern.compile("^[A-Za-z+]+[_-]v?" + NUMBER),
            Pattern.compile("(?i)\\bver(?:sion)?\\b\\W{0,3}(?:[a-z-]+[/ ])?(?:go|v)?" + NUMBER),
            Pattern.compile("(?<![\\w.-])v=?" + NUMBER),
            Pattern.compile("(?<![\\w.+-])" + NUMBER));

    /** Where no line has a number with a dot. */
    private static final List<Pattern> PLAIN =
            List.of(Pattern.compile("(?<![\\w.-])v?(\\d+)(?=(?:rc|beta|alpha|devel|-ea)?\\d*(?![\\w.-]))"));

    /** Some programs begin with what they think of their settings. */
    private static final Pattern REMARK = Pattern.compile("(?i)^picked up |\\b(?:warn(?:ing)?|notice|deprecated)\\b");

    private static final Pattern IN_BRACKETS = Pattern.compile("\\([^()]*\\)");

    private static final Duration LIMIT = Duration.ofSeconds(20);

    void survey(HostSurvey.Findings findings) throws InterruptedException {
        for (var tool : settings.tools().entrySet()) {
            try {
                var answer = new Commands(attempt)
                        .ask(Invocation.of(
                                        "tool-" + tool.getKey(), tool.getValue().command())
                                .withTimeout(LIMIT));
                if (answer.ended().exitCode() != 0) {
                    findings.shortfall("%s: exit code %d"
                            .formatted(tool.getKey(), answer.ended().exitCode()));
                } else {
                    judge(tool.getKey(), tool.getValue(), answer.text(), findings);
                }
            } catch (ActionFailed absent) {
                findings.shortfall("%s: %s".formatted(tool.getKey(), absent.getMessage()));
            }
        }
    }

    private static void judge(String name, HostRequirements.Tool tool, String output, HostSurvey.Findings findings) {
        var minimum = tool.minimum();
        var version = version(output);
        if (version.isEmpty()) {
            if (minimum != null) {
                findings.shortfall("%s prints no version, at least %s is required".formatted(name, minimum));
            }
            return;
        }
        findings.value(name, version.get());
        if (minimum != null && compare(version.get(), minimum) < 0) {
            findings.shortfall("%s is %s instead of at least %s".formatted(name, version.get(), minimum));
        }
    }

    /** The version that a program prints of itself; empty where it cannot be distinguished from the other numbers. */
    static Optional<String> version(String output) {
        var remarks = output.lines().filter(line -> REMARK.matcher(line).find()).toList();
        var others = output.lines().filter(line -> !REMARK.matcher(line).find()).toList();
        return find(VERSIONS, others).or(() -> find(PLAIN, others)).or(() -> find(VERSIONS, remarks));
    }

    /** In the first line that has one. What stands in brackets is of a package or a compiler, unless there is nothing beside it. */
    private static Optional<String> find(List<Pattern> patterns, List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(IN_BRACKETS.matcher(line).replaceAll(" "), line))
                .flatMap(text -> patterns.stream().map(pattern -> pattern.matcher(text)))
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .findFirst();
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
