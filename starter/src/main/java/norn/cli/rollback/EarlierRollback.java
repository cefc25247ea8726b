package norn.cli.rollback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import norn.action.Targets;
import norn.cli.terminal.CommandFailed;
import norn.client.Ending;
import norn.environment.Host;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.runbook.RollbackMode;
import norn.state.Status;
import org.jspecify.annotations.Nullable;

/**
 * A rollback that has brought back what another would bring back, and that is still so: there is nothing to do, and nobody is to
 * be notified a second time.
 *
 * @param id of the run that did it
 * @param result as it was recorded, with the reason why nothing is done now
 */
public record EarlierRollback(String id, ObjectNode result) {
    /**
     * The one that a rollback of that environment would repeat; empty where there is something to do, or that is not known.
     *
     * @param config the folder with the environments
     * @param to an older retained release; null: what the last deployment day recorded
     */
    public static Optional<EarlierRollback> of(
            Path config, String environment, Host host, RollbackMode mode, @Nullable String to) {
        var targets = new Targets(host.records());
        if (targets.newest()
                .filter(target -> targets.isRolledBack(target.deployment()))
                .isEmpty()) {
            return Optional.empty(); // without looking at what may take long
        }
        return plan(config, environment, mode, to)
                .filter(EarlierRollback::isNothingToDo)
                .map(plan -> String.valueOf(plan.survey().get("targetDeployment")))
                .flatMap(undone -> of(undone, targets, host));
    }

    /** A survey that fails is the rollback's to report: it asks what to do about it. */
    private static Optional<RollbackPlan> plan(
            Path config, String environment, RollbackMode mode, @Nullable String to) {
        try {
            return Optional.of(RollbackPlan.of(config, environment, mode, to));
        } catch (CommandFailed notSurveyed) {
            return Optional.empty();
        }
    }

    private static boolean isNothingToDo(RollbackPlan plan) {
        return Boolean.FALSE.equals(plan.survey().get("changed"))
                && plan.survey().get("usersOutSince") == null;
    }

    /** One that ended before its last steps has no result: it goes on. */
    private static Optional<EarlierRollback> of(String undone, Targets targets, Host host) {
        return targets.rollbackOf(undone)
                .flatMap(rollback -> result(undone, rollback.by(), host)
                        .map(result -> new EarlierRollback(
                                rollback.by(),
                                result.put("status", Status.ROLLED_BACK.name())
                                        .put(
                                                "reason",
                                                "already so: what %s changed was rolled back at %s, and is as it was before; nothing was changed now"
                                                        .formatted(undone, rollback.at())))));
    }

    /** A deployment that rolled itself back has one only once people have done with it. */
    private static Optional<ObjectNode> result(String undone, String by, Host host) {
        var file = RecordFolders.deployment(host.records(), by).resolve("result.json");
        try {
            if (Files.exists(file) && LenientJson.tree(Files.readString(file)) instanceof ObjectNode result) {
                return Optional.of(result);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
        return by.equals(undone) ? Optional.of(JsonNodeFactory.instance.objectNode()) : Optional.empty();
    }

    /** How it ended, and what is so now. */
    public Ending ending() {
        return Ending.of(result);
    }
}
