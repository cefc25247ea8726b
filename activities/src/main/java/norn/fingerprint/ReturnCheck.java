package norn.fingerprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Target;
import norn.action.Targets;
import norn.code.CodeSettings;
import norn.database.Database;
import norn.database.store.Stores;
import norn.plan.Order;

/** Whether a rollback could return to a target: that is asked before the first change, while it can still be put right. */
final class ReturnCheck {
    private ReturnCheck() {}

    /**
     * Of a target that is about to be recorded.
     *
     * @throws ActionFailed {@code TargetNotReturnable} with all that is missing
     */
    static void require(Target target, Order order, Attempt attempt) {
        var problems = new ArrayList<String>();
        attempt.host()
                .section(CodeSettings.class)
                .map(CodeSettings::active)
                .filter(link -> target.directory() == null && Files.exists(link, LinkOption.NOFOLLOW_LINKS))
                .ifPresent(link -> problems.add("%s leads to no release".formatted(link)));
        problems.addAll(directoryProblems(target));
        attempt.host().section(Database.class).ifPresent(database -> problems.addAll(database.dumpProblems(order)));
        problems.addAll(new Stores(order, attempt).backupProblems());
        refuse(target, problems);
    }

    /**
     * Of one that was recorded before, when the environment may have been changed since.
     *
     * @throws ActionFailed {@code TargetNotReturnable} where its release is gone
     */
    static void require(Target target) {
        refuse(target, directoryProblems(target));
    }

    /**
     * That what lies on the disk is what was to be recorded.
     *
     * @throws ActionFailed {@code TargetNotReturnable}, or {@code TargetDamaged}, where it is not
     */
    static void requireRecorded(Target target, Targets targets) {
        if (!targets.of(target.deployment()).equals(Optional.of(target))) {
            refuse(target, List.of("what was just recorded reads otherwise"));
        }
    }

    private static List<String> directoryProblems(Target target) {
        if (target.directory() == null) {
            return List.of(); // nothing served before
        }
        var directory = Path.of(target.directory());
        if (!Files.isDirectory(directory)) {
            return List.of("the release's directory %s is gone".formatted(directory));
        }
        try (var files = Files.walk(directory)) {
            return files.anyMatch(Files::isRegularFile)
                    ? List.of()
                    : List.of("the release's directory %s holds no file".formatted(directory));
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of(
                    "the release's directory %s cannot be read: %s".formatted(directory, unreadable.getMessage()));
        }
    }

    private static void refuse(Target target, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ActionFailed(
                    "TargetNotReturnable",
                    "a rollback could not go back to %s: %s"
                            .formatted(
                                    target.release() == null ? "what is there" : target.release(),
                                    String.join("; ", problems)),
                    "Put it back (a dump: from its off-site copy), then RETRY; or ROLL_BACK: nothing has been changed"
                            + " yet.",
                    false);
        }
    }
}
