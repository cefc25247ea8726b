package norn.fingerprint;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.service.ServiceSettings;
import norn.service.ServiceState;
import norn.service.Services;
import org.jspecify.annotations.Nullable;

/** Whether the services run from the release that the active link leads to: else activating another release would change nothing. */
final class ActiveLinkCheck {
    private ActiveLinkCheck() {}

    static void require(Attempt attempt) {
        var settings = attempt.settings(CodeSettings.class);
        var link = settings.active().toAbsolutePath();
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            throw failed(link + ": is not a symbolic link");
        }
        if (attempt.host().section(ServiceSettings.class).isEmpty()) {
            return;
        }
        var active = new Releases(settings).active().orElse(null);
        var outside = new ArrayList<String>();
        new Services(attempt).states().forEach((name, state) -> {
            if (state.pid() != null && !isOf(active, state)) {
                outside.add("%s runs from %s".formatted(name, state.directory()));
            }
        });
        if (!outside.isEmpty()) {
            throw failed("%s, and %s leads to %s"
                    .formatted(String.join("; ", outside), link, active == null ? "no release" : active));
        }
    }

    private static boolean isOf(@Nullable Path active, ServiceState state) {
        return active != null && String.valueOf(active.getFileName()).equals(state.release());
    }

    private static ActionFailed failed(String message) {
        return new ActionFailed(
                "NotRunFromActiveLink",
                message,
                "Give the running release a directory of its own, point the link at it, and have the services run through"
                        + " the link; then RETRY.",
                false);
    }
}
