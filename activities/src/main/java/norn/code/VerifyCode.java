package norn.code;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/** Checks that a release's directory is as its tag and its builds made it; reports every difference at once. */
final class VerifyCode {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var settings = attempt.settings(CodeSettings.class);
        var releases = new Releases(settings);
        var release = releases.directory(order.release());
        var stamp = Stamps.checkedOut(release)
                .orElseThrow(() -> new ActionFailed(
                        "NotCheckedOut", release + ": is not checked out", "Check the release out, build it.", false));
        var problems = new ArrayList<String>();
        var repository = new Repository(settings, attempt);
        var head = repository.head(release);
        if (!head.equals(stamp.commit())) {
            problems.add("it is at commit %s instead of %s".formatted(head, stamp.commit()));
        }
        for (var file : repository.changed(release)) {
            if (!isShared(stamp, file)
                    && settings.builds().values().stream().noneMatch(how -> BuildComponent.isOutput(how, file))) {
                problems.add(file + " was changed");
            }
        }
        for (var to : stamp.shared().keySet()) {
            if (!Files.exists(release.resolve(to))) {
                problems.add(to + " is missing");
            }
        }
        var outputs = builds(settings, release, problems);
        if (!problems.isEmpty()) {
            throw new ActionFailed(
                    "CodeDiffers",
                    "%s: %s".formatted(release, String.join("; ", problems)),
                    releases.isActive(order.release())
                            ? "It is what the services run from: leave it alone. Inspect who changed it, and deploy a release of another name."
                            : "Move the directory away, then check out and build again.",
                    false);
        }
        var active = releases.isActive(order.release());
        return attempt.evidence()
                .value("commit", stamp.commit())
                .value("outputs", outputs)
                .value("active", active)
                .done("%s is at %s, %s as built%s"
                        .formatted(
                                order.release(),
                                stamp.commit().substring(0, 12),
                                Count.of(outputs, "output"),
                                active ? ", and it is active" : ""));
    }

    private static int builds(CodeSettings settings, Path release, List<String> problems) {
        var outputs = 0;
        for (var build : settings.builds().entrySet()) {
            var built = Stamps.built(release, build.getKey());
            if (built.isEmpty()) {
                problems.add(build.getKey() + " is not built");
                continue;
            }
            outputs += built.get().outputs().size();
            for (var problem : BuildComponent.problems(
                    built.get(), release.resolve(build.getValue().directory()))) {
                problems.add("%s: %s".formatted(build.getKey(), problem));
            }
        }
        return outputs;
    }

    private static boolean isShared(Stamps.CheckedOut stamp, String file) {
        return stamp.shared().keySet().stream().anyMatch(to -> file.equals(to) || file.startsWith(to + "/"));
    }
}
