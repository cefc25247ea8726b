package norn.fingerprint;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import norn.action.Fence;
import norn.action.Target;
import norn.action.Targets;
import norn.code.CodeSettings;
import norn.environment.Host;
import norn.sessions.GoLiveRecord;
import norn.sessions.MaintenanceSettings;
import norn.sessions.SessionsSettings;
import org.jspecify.annotations.Nullable;

/**
 * How an environment stands by what lies on this host alone: no server is asked, nothing is run, nothing is changed.
 *
 * @param active the release that the active link leads to; null where it leads to none, or the file names no link
 * @param holder the run that was the last one allowed to change the environment; null where none ever was
 * @param outSince since when, at the latest, users are out; null where they are in, or that is not known
 * @param unfinished null where every deployment that changed the environment let users in, or was rolled back
 */
public record HostState(
        String environment,
        @Nullable String active,
        @Nullable String holder,
        Users users,
        @Nullable Instant outSince,
        @Nullable Unfinished unfinished) {

    /** Whether users are let in. */
    public enum Users {
        IN,
        OUT,
        /** The environment has no maintenance mode that would say. */
        UNKNOWN
    }

    /**
     * A deployment that began to change the environment, and neither let users in nor was rolled back. It may still run.
     *
     * @param release what served before it, and what a rollback goes back to; null where nothing did
     */
    public record Unfinished(String deployment, @Nullable String release) {}

    /** That of the host's environment. */
    public static HostState of(Host host) {
        var active = active(host);
        var maintenance = host.section(SessionsSettings.class).map(SessionsSettings::maintenance);
        var users = maintenance
                .map(settings -> switch (settings.state()) {
                    case YES -> Users.OUT;
                    case NO -> Users.IN;
                    case UNKNOWN -> Users.UNKNOWN;
                })
                .orElse(Users.UNKNOWN);
        return new HostState(
                host.environment(),
                active.orElse(null),
                new Fence(host.records()).holder().orElse(null),
                users,
                users == Users.OUT
                        ? MaintenanceSettings.enabledSince(host.records()).orElse(null)
                        : null,
                new Targets(host.records())
                        .inEffect()
                        .filter(target -> isChanged(target, host, active, users))
                        .filter(target -> !GoLiveRecord.isLive(host.records(), target.deployment()))
                        .map(target -> new Unfinished(target.deployment(), target.release()))
                        .orElse(null));
    }

    private static boolean isChanged(Target target, Host host, Optional<String> active, Users users) {
        var otherRelease =
                host.section(CodeSettings.class).isPresent() && !Objects.equals(target.release(), active.orElse(null));
        return otherRelease || users == Users.OUT;
    }

    private static Optional<String> active(Host host) {
        return host.section(CodeSettings.class).map(CodeSettings::active).flatMap(link -> {
            try {
                return Files.exists(link)
                        ? Optional.of(String.valueOf(link.toRealPath().getFileName()))
                        : Optional.empty();
            } catch (IOException gone) {
                return Optional.empty();
            }
        });
    }
}
