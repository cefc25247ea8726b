package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.Order;

/**
 * What there is to go back to: each deployment's own target, in the order in which they were recorded. A deployment that changed
 * nothing, or was rolled back before it let users in, leaves things as it found them: what was in effect before is so again.
 */
public final class Targets {
    private static final int ROLLED_BACK_BYTES = 1024;

    private final Path records;

    /** Those recorded in that folder. */
    public Targets(Path records) {
        this.records = records;
    }

    /**
     * That a deployment was rolled back.
     *
     * @param by the deployment itself, or the rollback that a person started
     * @param at when, in ISO form
     * @param servedBefore it had let users in, or a person undid it: a rollback that names no release goes no further back
     */
    public record RolledBack(String by, String at, boolean servedBefore) {}

    /** That a rollback took a deployment's release out of service, and left something else of it, such as its database. */
    record Left(String by, String at) {}

    /** The target that the deployment recorded; empty where it recorded none. */
    public Optional<Target> of(String deployment) {
        return Target.read(folder(deployment));
    }

    /**
     * The one that an order goes back to: that of the release which it names; else the deployment's own; else, for a rollback
     * that a person started, that of the deployment whose changes are in effect.
     *
     * @throws ActionFailed {@code NoRollbackTarget} where there is none
     */
    public Target choose(Order order) {
        return find(order)
                .orElseThrow(() -> missing(
                        newest().isPresent()
                                ? "no deployment's changes are in effect here: each that recorded what to go back to"
                                        + " changed nothing, or was rolled back"
                                : "no deployment has recorded on this host what to go back to"));
    }

    /** The same; empty where none was recorded, and the order names no release. */
    public Optional<Target> find(Order order) {
        var to = order.context().rollbackOrDefault().to();
        var own = of(order.deployment()).or(this::inEffect);
        if (to == null) {
            return own;
        }
        if (own.isPresent() && to.equals(own.get().release())) {
            return own;
        }
        var all = all();
        return Optional.of(all.stream()
                .filter(target -> to.equals(target.release()))
                .max(Comparator.comparing(Target::recordedInstant))
                .orElseThrow(() -> missing("release %s: no deployment recorded it as what to go back to. Known: %s"
                        .formatted(
                                to,
                                all.stream()
                                        .map(target -> String.valueOf(target.release()))
                                        .distinct()
                                        .toList()))));
    }

    /** That of the deployment whose changes are in effect, or were until a rollback after its go-live. */
    public Optional<Target> inEffect() {
        var target = newest();
        while (target.isPresent() && isAsFound(target.get().deployment())) {
            target = before(target.get());
        }
        return target;
    }

    /** Records the target: its deployment is about to make the first change. A rollback can be recorded though the volume is full then. */
    public void record(Target target) {
        target.write(folder(target.deployment()));
        target.write(records);
        AtomicFiles.reserve(rolledBack(target.deployment()), ROLLED_BACK_BYTES);
    }

    /** Takes the target of that deployment back, which has changed nothing: what was the newest before is so again. */
    public void withdraw(String deployment) {
        newest().filter(target -> target.deployment().equals(deployment))
                .ifPresent(target -> before(target)
                        .ifPresentOrElse(
                                earlier -> earlier.write(records), () -> AtomicFiles.delete(Target.file(records))));
        AtomicFiles.delete(Target.file(folder(deployment)));
    }

    /** The newest one recorded. */
    public Optional<Target> newest() {
        return Target.read(records);
    }

    /** Records that the deployment begins to change the environment, where it has recorded its target. */
    public void beginChange(String deployment) {
        if (!Files.exists(Target.file(folder(deployment)))) {
            return;
        }
        if (!Files.exists(changing(deployment))) {
            AtomicFiles.write(changing(deployment), "");
        }
        AtomicFiles.delete(rolledBack(deployment)); // it was reset, and does it again
        AtomicFiles.delete(left(deployment));
    }

    /** Whether the deployment, which had recorded its target, has begun to change the environment. */
    public boolean hasBegunChange(String deployment) {
        return Files.exists(changing(deployment));
    }

    /**
     * Records that the environment is again as the target's deployment found it.
     *
     * @param by the deployment itself, or the rollback that a person started
     * @param wentLive the target's deployment had let users in
     */
    public void rolledBack(Target target, String by, String at, boolean wentLive) {
        for (var later : laterThan(target)) {
            write(later, new RolledBack(by, at, false));
        }
        write(target, new RolledBack(by, at, wentLive || !by.equals(target.deployment())));
    }

    /** Records that the release of the target's deployment serves no more, though the environment is not again as it found it. */
    public void left(Target target, String by, String at) {
        for (var later : laterThan(target)) {
            LenientJson.write(left(later.deployment()), new Left(by, at));
        }
        LenientJson.write(left(target.deployment()), new Left(by, at));
    }

    private List<Target> laterThan(Target target) {
        var later = new ArrayList<Target>();
        for (var next = newest(); next.isPresent() && !next.get().equals(target); next = before(next.get())) {
            later.add(next.get());
        }
        return later;
    }

    /** The run that took back what the deployment did, where that was another one. */
    public Optional<String> takenBackByAnother(String deployment) {
        return rollbackOf(deployment)
                .map(RolledBack::by)
                .or(() -> LenientJson.read(left(deployment), Left.class).map(Left::by))
                .filter(by -> !by.equals(deployment));
    }

    /** Whether that deployment was rolled back. */
    public boolean isRolledBack(String deployment) {
        return Files.exists(rolledBack(deployment));
    }

    /** How that deployment was rolled back; empty where it was not. */
    public Optional<RolledBack> rollbackOf(String deployment) {
        return LenientJson.read(rolledBack(deployment), RolledBack.class);
    }

    /** Deletes them all, where the environment that they describe is gone. */
    public void deleteAll() {
        AtomicFiles.delete(Target.file(records));
        folders().forEach(folder -> AtomicFiles.delete(Target.file(folder)));
    }

    private void write(Target target, RolledBack rolledBack) {
        LenientJson.write(rolledBack(target.deployment()), rolledBack);
    }

    private Optional<Target> before(Target target) {
        return Optional.ofNullable(target.replaces()).flatMap(this::of);
    }

    private boolean isAsFound(String deployment) {
        return LenientJson.read(rolledBack(deployment), RolledBack.class)
                .map(done -> !done.servedBefore())
                .orElse(!Files.exists(changing(deployment)));
    }

    private Path changing(String deployment) {
        return folder(deployment).resolve("changing");
    }

    private Path left(String deployment) {
        return folder(deployment).resolve("left.json");
    }

    private Path rolledBack(String deployment) {
        return folder(deployment).resolve("rolled-back.json");
    }

    private Path folder(String deployment) {
        return RecordFolders.deployment(records, deployment);
    }

    /** Those of all deployments; a damaged one is not among them. */
    public List<Target> all() {
        return folders().stream().flatMap(folder -> readable(folder).stream()).toList();
    }

    /** Another deployment's damaged record is no reason not to find this one's. */
    private static Optional<Target> readable(Path folder) {
        try {
            return Target.read(folder);
        } catch (ActionFailed damaged) {
            return Optional.empty();
        }
    }

    /** The folders of the deployments. */
    private List<Path> folders() {
        if (!Files.isDirectory(records)) {
            return List.of();
        }
        var folders = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(records, folder -> Files.isDirectory(folder))) {
            found.forEach(folders::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + records, unreadable);
        }
        return folders;
    }

    private static ActionFailed missing(String message) {
        return new ActionFailed(
                "NoRollbackTarget",
                message,
                "Nothing was changed by Norn here, or its records are lost: restore manually, following the report.",
                false);
    }
}
