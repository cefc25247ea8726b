package norn.code;

import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.plan.Order;
import norn.state.Evidence;

/** Puts a release into service: the active link leads to its directory. Running services are not touched. */
final class Activate {
    Evidence run(Order order, Attempt attempt) {
        var settings = attempt.settings(CodeSettings.class);
        var releases = new Releases(settings);
        var directory = releases.directory(order.release());
        if (Stamps.checkedOut(directory).isEmpty()) {
            throw new ActionFailed(
                    "NotCheckedOut", directory + ": is not checked out", "Check the release out, build it.", false);
        }
        for (var component : settings.builds().keySet()) {
            if (Stamps.built(directory, component).isEmpty()) {
                throw new ActionFailed(
                        "NotBuilt",
                        "%s of %s is not built".formatted(component, order.release()),
                        "Build it first.",
                        false);
            }
        }
        var before = releases.activeName().orElse("none");
        attempt.evidence().value("before", before).value("directory", directory.toString());
        if (releases.isActive(order.release())) {
            return attempt.evidence().alreadySo(order.release() + " is active");
        }
        attempt.checkFence();
        releases.pointActiveLink(directory);
        if (!releases.isActive(order.release())) {
            throw new ActionFailed(
                    "NotActive",
                    "%s leads to %s all the same"
                            .formatted(settings.active(), releases.activeName().orElse("nothing")),
                    "Find what else changes it, then RETRY.",
                    true);
        }
        return attempt.evidence().done("%s is active instead of %s".formatted(order.release(), before));
    }
}
