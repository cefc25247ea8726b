package norn.rehearsal;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox is to be like.
 *
 * @param sizeGb the database's size in GB (10⁹ bytes), roughly; at least 0.02
 * @param players how many play at once; 0 for a sandbox without players
 * @param fault what is wrong with the new release
 * @param cache the Redis-protocol server that the services use, as {@code redis://:PASSWORD@HOST:PORT/0}; null: one of the
 *     sandbox's own
 * @param like what it resembles
 * @param systemctl for a sandbox like production, the words that run systemctl with the systemd of a user that may run services; null:
 *     of the user who makes the sandbox
 */
public record SandboxOptions(
        double sizeGb,
        int players,
        Fault fault,
        @Nullable URI cache,
        SandboxKind like,
        @Nullable List<String> systemctl) {
    public SandboxOptions {
        systemctl = systemctl == null ? null : List.copyOf(systemctl);
        like = Objects.requireNonNullElse(like, SandboxKind.PLAIN); // a sandbox that an earlier version made
        if (!(sizeGb >= 0.02 && sizeGb <= 1000)) {
            throw new IllegalArgumentException("a database of %s GB: possible are 0.02 to 1000".formatted(sizeGb));
        }
        if (players < 0 || players > 500) {
            throw new IllegalArgumentException("%d players: possible are 0 to 500".formatted(players));
        }
    }

    /** Some 45 MB of data, eight players, a good release. */
    public static SandboxOptions standard() {
        return new SandboxOptions(0.045, 8, Fault.NONE, null, SandboxKind.PLAIN, null);
    }

    public SandboxOptions with(Fault otherFault) {
        return new SandboxOptions(sizeGb, players, otherFault, cache, like, systemctl);
    }

    public SandboxOptions withPlayers(int otherPlayers) {
        return new SandboxOptions(sizeGb, otherPlayers, fault, cache, like, systemctl);
    }

    public SandboxOptions withSizeGb(double otherSizeGb) {
        return new SandboxOptions(otherSizeGb, players, fault, cache, like, systemctl);
    }

    public SandboxOptions like(SandboxKind other) {
        return new SandboxOptions(sizeGb, players, fault, cache, other, systemctl);
    }

    /** With the Redis-protocol server there, which others start and stop. */
    public SandboxOptions withCache(String host, int port, String password) {
        return new SandboxOptions(
                sizeGb,
                players,
                fault,
                URI.create("redis://:%s@%s:%d/0".formatted(password, host, port)),
                like,
                systemctl);
    }

    /** With that systemd of a user, where one answers. */
    public SandboxOptions withSystemctl(List<String> words) {
        return new SandboxOptions(sizeGb, players, fault, cache, like, words);
    }
}
