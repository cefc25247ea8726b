package norn.code;

import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Targets;
import norn.plan.Order;
import norn.state.Evidence;

/** Puts the release that was active before the first change into service again. The failed one's directory stays. */
final class RestoreCode {
    Evidence run(Order order, Attempt attempt) {
        var settings = attempt.settings(CodeSettings.class);
        var releases = new Releases(settings);
        var to = order.context().rollbackOrDefault().to();
        var directory = to == null ? recorded(order, attempt) : releases.directory(to);
        if (!Files.isDirectory(directory)) {
            throw new ActionFailed(
                    "ReleaseGone",
                    directory + ": the release to go back to does not exist any more",
                    "Name another one that is still here, with the option to (norn rollback --to).",
                    false);
        }
        var name = String.valueOf(directory.getFileName());
        var before = releases.activeName().orElse("none");
        attempt.evidence().value("before", before).value("release", name).value("directory", directory.toString());
        if (releases.isActive(directory)) {
            return attempt.evidence().alreadySo(name + " is active");
        }
        attempt.checkFence();
        releases.pointActiveLink(directory);
        return attempt.evidence().done("%s is active again instead of %s".formatted(name, before));
    }

    private static Path recorded(Order order, Attempt attempt) {
        var target = new Targets(attempt.host().records()).choose(order);
        var directory = target.directory();
        if (directory != null) {
            return Path.of(directory);
        }
        throw new ActionFailed(
                "NoRollbackTarget",
                "before deployment %s no release was active".formatted(target.deployment()),
                "Name a release that is still here, with the option to (norn rollback --to).",
                false);
    }
}
