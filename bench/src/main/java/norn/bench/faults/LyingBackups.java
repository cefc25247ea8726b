package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import norn.bench.Figure;
import norn.bench.injection.LyingDump;
import norn.bench.injection.LyingStore;
import norn.files.LenientJson;

/**
 * Backups that lie: {@code back-up} and {@code back-up-stores}, ordered as by the day, with a pg_dump or a store's command that exits with 0
 * and wrote something else; and sound dumps that are damaged before {@code verify-backup}. The honest ones among them are accepted.
 */
final class LyingBackups implements FaultTrial {
    private static final long ROOM = 300_000_000;
    private static final Map<String, Object> VERIFIED = Map.of("of", "live", "verify", true);
    /** Behind the dump's list of contents, in the rows. */
    private static final int LEAST_PERMILLE = 400;

    private static final int MOST_PERMILLE = 950;

    private final List<String> accepted = new ArrayList<>();
    private final List<String> spread = new ArrayList<>();
    private int lies;
    private int sound;
    private int soundRefused;
    private int unnamed;
    private double slowest;

    /** What happens to a sound dump once it was verified. */
    private enum Damage {
        CUT {
            @Override
            byte[] of(byte[] whole, int at, Path other) {
                return Arrays.copyOf(whole, at);
            }
        },
        BYTE_FLIPPED {
            @Override
            byte[] of(byte[] whole, int at, Path other) {
                var flipped = whole.clone();
                flipped[at] ^= 1;
                return flipped;
            }
        },
        SWAPPED {
            @Override
            byte[] of(byte[] whole, int at, Path other) throws IOException {
                return Files.readAllBytes(other);
            }
        },
        EMPTIED {
            @Override
            byte[] of(byte[] whole, int at, Path other) {
                return new byte[0];
            }
        };

        abstract byte[] of(byte[] whole, int at, Path other) throws IOException;

        String id() {
            return "later-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var volume = stack.backupsVolume(ROOM);
        try (var installation = LyingInstallation.of(stack)) {
            var databases = installation.databases();
            for (var seed : draw.all()) {
                var random = Draw.random(seed);
                for (var lie : LyingDump.values()) {
                    var permille = random.nextInt(LEAST_PERMILLE, MOST_PERMILLE);
                    installation.lie(lie, random, permille);
                    expectRefusal(installation, draw, seed, lie.id(), permille, "back-up");
                    volume.free();
                    expectAcceptance(installation, draw, seed, "after-" + lie.id(), "back-up");
                }
                for (var damage : Damage.values()) {
                    var permille = random.nextInt(LEAST_PERMILLE, MOST_PERMILLE);
                    expectAcceptance(installation, draw, seed, damage.id(), "back-up");
                    damage(installation, deployment(seed, damage.id()), damage, permille);
                    expectRefusal(installation, draw, seed, damage.id(), permille, "verify-backup");
                }
                for (var lie : LyingStore.values()) {
                    installation.lie(lie);
                    expectRefusal(installation, draw, seed, lie.id(), 0, "back-up-stores");
                    expectAcceptance(installation, draw, seed, "after-" + lie.id(), "back-up-stores");
                }
            }
            var left = new ArrayList<>(installation.databases());
            left.removeAll(databases);
            return figures(draw, left);
        }
    }

    /** A deployment for each, so that none finds the backup of another. */
    private static String deployment(long seed, String what) {
        return "lying-%d-%s".formatted(seed, what);
    }

    private void expectRefusal(
            LyingInstallation installation, Draw draw, long seed, String lie, int permille, String action) {
        lies++;
        var deployment = deployment(seed, lie);
        var begin = Instant.now();
        var refused = installation.acts().run(deployment, action, action, options(action));
        var seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        slowest = Math.max(slowest, seconds);
        if (refused.isEmpty()) {
            accepted.add(deployment);
        }
        if (lie.equals(LyingDump.VOLUME_FULL.id())
                && refused.map(Throwable::getMessage)
                        .filter(message ->
                                message.contains(installation.backups().toString()))
                        .isEmpty()) {
            unnamed++;
        }
        if (!action.equals("verify-backup")) { // it was sound when it was noted and copied
            spread.addAll(spread(installation, deployment));
        }
        draw.said("seed %d, %s at %d of 1,000, %s: %s, after %.1f s"
                .formatted(
                        seed,
                        lie,
                        permille,
                        begin,
                        refused.map(failed -> "refused: %s: %s".formatted(failed.error(), failed.getMessage()))
                                .orElse("ACCEPTED"),
                        seconds));
    }

    private void expectAcceptance(LyingInstallation installation, Draw draw, long seed, String what, String action) {
        installation.honest();
        sound++;
        installation
                .acts()
                .run(deployment(seed, what), action, action, options(action))
                .ifPresent(failed -> {
                    soundRefused++;
                    draw.said("seed %d, %s: a sound one is refused: %s".formatted(seed, what, failed.getMessage()));
                });
    }

    private static Map<String, Object> options(String action) {
        return action.equals("verify-backup") ? Map.of("of", "live") : VERIFIED;
    }

    private static void damage(LyingInstallation installation, String deployment, Damage damage, int permille) {
        var dump = files(installation.backups()).stream()
                .filter(file -> file.getFileName().toString().contains(deployment)
                        && file.toString().endsWith(".dump"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no dump of " + deployment));
        try {
            var whole = Files.readAllBytes(dump);
            Files.write(dump, damage.of(whole, whole.length * permille / 1000, installation.otherDump()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a refused backup left that somebody could take for one: notes that call it verified, copies elsewhere. */
    private static List<String> spread(LyingInstallation installation, String deployment) {
        var spread = new ArrayList<String>();
        for (var file : files(installation.backups())) {
            if (file.toString().contains(deployment + "-")
                    && file.toString().endsWith(".json")
                    && isNotedAsVerified(file)) {
                spread.add(file.toString());
            }
        }
        files(installation.offsite()).stream()
                .map(Path::toString)
                .filter(file -> file.contains(deployment + "-"))
                .forEach(spread::add);
        return spread;
    }

    private static boolean isNotedAsVerified(Path note) {
        try {
            var tree = LenientJson.tree(Files.readString(note));
            return tree.path("verified").asBoolean()
                    || !tree.path("verifiedAt").asText("").isEmpty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Figure> figures(Draw draw, List<String> left) {
        var kinds = LyingDump.values().length + Damage.values().length + LyingStore.values().length;
        return List.of(
                Figure.atLeast((double) kinds * draw.seeds(), "lying backups", lies, "", kinds + " kinds"),
                Figure.atMost(0, "accepted", accepted.size(), "", "of %d: %s".formatted(lies, accepted)),
                Figure.atMost(0, "noted as verified, or copied elsewhere", spread.size(), "", "notes, off-site folder"),
                Figure.atMost(0, "full volumes that the refusal does not name", unnamed, "", ""),
                Figure.atMost(0, "sound ones refused", soundRefused, "", "of %d between them".formatted(sound)),
                Figure.atMost(0, "databases left by verification", left.size(), "", String.join(", ", left)),
                Figure.plain("from the order to the refusal, worst", slowest, "s", ""));
    }
}
