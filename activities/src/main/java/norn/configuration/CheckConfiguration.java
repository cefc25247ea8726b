package norn.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/**
 * Checks whether a release's settings are complete, and whether their addresses connect. Before the release is configured, it
 * checks what configuring would write.
 */
final class CheckConfiguration {
    Evidence run(Order order, Attempt attempt) {
        var release = new Releases(attempt.settings(CodeSettings.class)).directory(order.release());
        var files = SettingsRenderer.files(order, attempt.settings(ConfigurationSettings.class));
        if (files.isEmpty()) {
            return attempt.evidence().notNeeded("no settings file belongs to " + order.component());
        }
        var problems = new ArrayList<String>();
        var unreached = new ArrayList<String>();
        var keys = 0;
        var connections = 0;
        for (var each : files.entrySet()) {
            var file = each.getValue();
            var settings = present(each.getKey(), file, release, attempt, problems);
            problems.addAll(SettingsRenderer.gaps(each.getKey(), file, settings));
            keys += file.required().size();
            file.values()
                    .forEach((name, key) ->
                            attempt.evidence().value(name, settings.get(key).orElse(null)));
            if (Options.of(order).flag("offline")) {
                continue;
            }
            for (var key : file.connections()) {
                attempt.heartbeat("connecting with %s of %s".formatted(key, each.getKey()));
                connections++;
                var address = settings.get(key).orElse("");
                if (address.isBlank()) {
                    problems.add("%s: %s names no address".formatted(each.getKey(), key));
                } else {
                    ConnectionCheck.problem(address)
                            .ifPresent(why -> unreached.add(
                                    "%s: %s does not connect: %s".formatted(each.getKey(), key, attempt.redact(why))));
                }
            }
        }
        if (!problems.isEmpty() || !unreached.isEmpty()) {
            throw invalid(problems, unreached);
        }
        return attempt.evidence()
                .value("files", files.size())
                .value("keys", keys)
                .value("connections", connections)
                .done("%s complete, %s, %s reached"
                        .formatted(
                                Count.of(files.size(), "settings file"),
                                Count.of(keys, "required key"),
                                Count.of(connections, "address")));
    }

    /** The file in the release, or, where it is not there yet, what it would be. */
    private static SettingsFile present(
            String name,
            ConfigurationSettings.ConfigurationFile file,
            Path release,
            Attempt attempt,
            List<String> problems) {
        var path = Releases.inside(release, file.to());
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return SettingsRenderer.render(name, file, release, attempt.host());
        }
        try {
            var present = Files.getPosixFilePermissions(path);
            var expected = Configure.permissions(file.mode());
            if (!expected.containsAll(present)) {
                problems.add("%s: %s may be read or written by more than mode %s allows"
                        .formatted(name, file.to(), file.mode()));
            }
        } catch (IOException unreadable) {
            problems.add("%s: %s cannot be read: %s".formatted(name, file.to(), unreadable.getMessage()));
        }
        return SettingsRenderer.read(file.format(), path);
    }

    private static ActionFailed invalid(List<String> wrong, List<String> unreached) {
        return new ActionFailed(
                "ConfigurationWrong",
                Stream.concat(wrong.stream(), unreached.stream()).collect(Collectors.joining("; ")),
                (unreached.isEmpty()
                                ? ""
                                : "Check that what does not connect runs, and lets this host in with that address. ")
                        + (wrong.isEmpty() ? "If an address is wrong, fix it" : "Fix the values")
                        + " in its template or under host.configuration.files, configure again, then RETRY.",
                !unreached.isEmpty());
    }
}
