package norn.action.fingerprint;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.code.CodeSettings;
import norn.action.code.Releases;
import norn.action.service.ServiceSettings;
import norn.action.service.Services;
import org.jspecify.annotations.Nullable;

/** Whether the services run from the release that the active link leads to: else activating another would change nothing. */
final class RunThroughLink {
    private RunThroughLink() {}

    static void require(Attempt attempt) {
        var settings = attempt.settings(CodeSettings.class);
        var link = settings.active().toAbsolutePath();
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link))
            throw failed(link + ": is not a symbolic link");
        if (attempt.hands().section(ServiceSettings.class).isEmpty()) return;
        var active = new Releases(settings).active().orElse(null);
        var beside = new ArrayList<String>();
        new Services(attempt).look().forEach((name, state) -> {
            if (state.pid() != null && !isIn(active, state.directory()))
                beside.add("%s runs from %s".formatted(name, state.directory()));
        });
        if (!beside.isEmpty())
            throw failed("%s, and %s leads to %s"
                    .formatted(String.join("; ", beside), link, active == null ? "no release" : active));
    }

    private static boolean isIn(@Nullable Path active, @Nullable Path directory) {
        return active != null && directory != null && directory.startsWith(active);
    }

    private static ActionFailed failed(String message) {
        return new ActionFailed(
                "RunsBesideTheLink",
                message,
                "Give the running release a directory of its own, point the link at it, and have the services run through"
                        + " the link; then RETRY.",
                false);
    }
}
