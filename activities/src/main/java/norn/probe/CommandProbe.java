package norn.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.code.ReleaseCommand;
import norn.exec.Commands;
import norn.files.JsonPathExpression;
import norn.files.LenientJson;
import norn.limit.BoundedPattern;
import norn.limit.Limits;
import norn.plan.ShortText;
import norn.yaml.ArgumentList;
import norn.yaml.Kind;
import norn.yaml.Relative;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command, which must exit with 0. It needs an active release only where its directory, or its program, lies in one.
 *
 * @param command argument list; a first word with a slash is relative to {@code directory}
 * @param directory absolute, or relative to the active release; null: the active release where there is one, else the worker's
 * @param environment variables beside those that every command gets
 * @param expect what its output must contain; null: exit code 0 is enough
 * @param values names of measured values, and where each lies in the last JSON object that it prints, which begins a line
 */
@Kind("command")
record CommandProbe(
        @ArgumentList List<String> command,
        @Relative @Nullable Path directory,
        Map<String, String> environment,
        @Nullable Pattern expect,
        Map<String, JsonPathExpression> values)
        implements Probe {
    CommandProbe {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command: expected at least one word");
        }
    }

    @Override
    public List<String> references() {
        return new ReleaseCommand(command, directory).needsRelease() ? List.of("code") : List.of();
    }

    @Override
    public ProbeResult run(ProbeRun run) throws InterruptedException {
        var invocation = new ReleaseCommand(command, directory)
                .invocation("probe-" + run.name(), run.attempt())
                .withEnvironment(environment)
                .withTimeout(run.timeout());
        try {
            var answer = new Commands(run.attempt()).ask(invocation);
            var ended = answer.ended();
            var seconds = ended.duration().toMillis() / 1000.0;
            var measured = new LinkedHashMap<String, Object>();
            measured.put("tookSeconds", seconds);
            var missing = measure(answer.text(), measured);
            if (ended.exitCode() != 0) {
                return ProbeResult.failed("%s. Read %s".formatted(ended.ending(), ended.failureLog()), measured);
            }
            if (missing.isPresent()) {
                return ProbeResult.failed("%s. Read %s".formatted(missing.get(), ended.log()));
            }
            if (expect != null && !BoundedPattern.find(expect, answer.text())) {
                return ProbeResult.failed("its output has no %s. Read %s".formatted(expect, ended.log()));
            }
            return ProbeResult.passed(
                    values.isEmpty()
                            ? "%s succeeds in %.1f s".formatted(command.get(0), seconds)
                            : values.keySet().stream()
                                    .map(name -> "%s %s"
                                            .formatted(
                                                    name,
                                                    ShortText.line(
                                                            String.valueOf(measured.get(name)),
                                                            Limits.SHOWN_CHARACTERS)))
                                    .collect(Collectors.joining(", ")),
                    measured);
        } catch (ActionFailed | BoundedPattern.TooCostly failed) {
            return ProbeResult.failed(String.valueOf(failed.getMessage()));
        }
    }

    /** Reads the values that the probe names from the last JSON object of its output, which warnings may follow; says what is missing, or empty where nothing is. */
    private Optional<String> measure(String output, Map<String, Object> measured) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var document = lastObject(output.lines().toList()).orElse(null);
        if (document == null) {
            return Optional.of("no line of its output is a JSON object");
        }
        var missing = new ArrayList<String>();
        values.forEach((name, path) -> {
            var found = path.read(document);
            if (found.isMissingNode()
                    || found.isNull()
                    || (found.isNumber() && !Double.isFinite(found.doubleValue()))) {
                missing.add(path.expression());
            } else {
                measured.put(name, found.isNumber() ? found.numberValue() : JsonPathExpression.text(found));
            }
        });
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the JSON object that it prints has no %s".formatted(String.join(", ", missing)));
    }

    /** The last object that begins a line, on one line or several; else the last one on a line of its own. */
    private static Optional<JsonNode> lastObject(List<String> lines) {
        for (var i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("{")) {
                var found = object(String.join("\n", lines.subList(i, lines.size())));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return lines.stream()
                .filter(line -> line.strip().startsWith("{"))
                .map(CommandProbe::object)
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later);
    }

    private static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(LenientJson.tree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }
}
