package norn.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.JsonPathExpression;
import norn.files.LenientJson;

/** Asks by a command, in the active release. */
final class CommandProbe {
    private CommandProbe() {}

    static ProbeResult ask(String name, Probe.Command probe, Duration timeout, Attempt attempt)
            throws InterruptedException {
        var release = new Releases(attempt.settings(CodeSettings.class)).requireActive();
        try {
            var ended = new Commands(attempt)
                    .run(Invocation.of("probe-" + name, probe.command())
                            .inDirectory(Releases.inside(release, probe.directory()))
                            .withEnvironment(probe.environment())
                            .withTimeout(timeout));
            var seconds = ended.duration().toMillis() / 1000.0;
            var values = new LinkedHashMap<String, Object>();
            values.put("tookSeconds", seconds);
            var missing = measured(probe, ended.output(), values);
            if (ended.exitCode() != 0) {
                return new ProbeResult(
                        false, "exit code %d: %s".formatted(ended.exitCode(), ended.tail()), values, null);
            }
            if (missing.isPresent()) {
                return ProbeResult.failed(missing.get());
            }
            if (probe.expect() != null
                    && !probe.expect().matcher(ended.output()).find()) {
                return ProbeResult.failed("its output has no %s: %s".formatted(probe.expect(), ended.tail()));
            }
            return ProbeResult.passed(
                    probe.values().isEmpty()
                            ? "%s: well in %.1f s".formatted(probe.command().get(0), seconds)
                            : summary(probe, values),
                    values);
        } catch (ActionFailed failed) {
            return ProbeResult.failed(String.valueOf(failed.getMessage()));
        }
    }

    /** Reads the values that the probe names from the last line; says what is missing, or empty where nothing is. */
    private static Optional<String> measured(Probe.Command probe, String output, Map<String, Object> values) {
        if (probe.values().isEmpty()) {
            return Optional.empty();
        }
        var last = output.lines().filter(line -> !line.isBlank()).reduce("", (earlier, later) -> later);
        JsonNode root;
        try {
            root = LenientJson.tree(last);
        } catch (JsonProcessingException noJson) {
            return Optional.of("its last line is no JSON object: " + last);
        }
        var missing = new ArrayList<String>();
        probe.values().forEach((name, path) -> {
            var found = path.read(root);
            if (found.isMissingNode() || found.isNull()) {
                missing.add(path.expression());
            } else {
                values.put(name, found.isNumber() ? found.numberValue() : JsonPathExpression.text(found));
            }
        });
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("its last line has no %s: %s".formatted(String.join(", ", missing), last));
    }

    private static String summary(Probe.Command probe, Map<String, Object> values) {
        return probe.values().keySet().stream()
                .map(name -> "%s %s".formatted(name, values.get(name)))
                .collect(Collectors.joining(", "));
    }
}
