package norn.action.probe;

import java.time.Duration;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Commands;
import norn.action.Invocation;
import norn.action.code.CodeSettings;
import norn.action.code.Releases;

/** Asks by a command, in the active release. */
final class CommandProbe {
    private CommandProbe() {}

    static Answer ask(String name, Probe.Command probe, Duration within, Attempt attempt) throws InterruptedException {
        var release = new Releases(attempt.settings(CodeSettings.class)).requireActive();
        try {
            var ended = new Commands(attempt)
                    .run(Invocation.of("probe-" + name, probe.command())
                            .in(Releases.inside(release, probe.directory()))
                            .with(probe.environment())
                            .within(within));
            var seconds = ended.took().toMillis() / 1000.0;
            if (ended.exitCode() != 0)
                return Answer.wrong("exit code %d: %s".formatted(ended.exitCode(), ended.tail()));
            if (probe.expect() != null
                    && !probe.expect().matcher(ended.output()).find())
                return Answer.wrong("its output has no %s: %s".formatted(probe.expect(), ended.tail()));
            return Answer.right(
                    "%s: well in %.1f s".formatted(probe.command().get(0), seconds), Map.of("tookSeconds", seconds));
        } catch (ActionFailed failed) {
            return Answer.wrong(String.valueOf(failed.getMessage()));
        }
    }
}
