package norn.cli.rollback;

import java.util.Optional;
import norn.action.Target;
import norn.action.Targets;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.environment.Host;
import norn.files.RecordFolders;

/** That a rollback undoes what one deployment changed, and nothing else: as the script beside that deployment's evidence means it. */
public final class RollbackOf {
    private RollbackOf() {}

    /** @throws CommandFailed where the changes of another deployment are in effect, or of none */
    public static void require(String deployment, Host host) {
        var targets = new Targets(host.records());
        var inEffect = targets.inEffect().map(Target::deployment);
        if (inEffect.filter(deployment::equals).isPresent()) {
            return;
        }
        throw new CommandFailed(
                ExitCode.NOT_SUCCESSFUL,
                "nothing that %s changed is in effect: %s".formatted(deployment, reason(deployment, targets)),
                inEffect.map(other -> "What is in effect is of %s: its own script is %s."
                                .formatted(
                                        other,
                                        RecordFolders.deployment(host.records(), other)
                                                .resolve("rollback.sh")))
                        .orElse("Nothing is to be rolled back here."));
    }

    private static String reason(String deployment, Targets targets) {
        var rolledBack = targets.rollbackOf(deployment);
        if (rolledBack.isPresent()) {
            return "it was rolled back at %s by %s"
                    .formatted(
                            rolledBack.get().at(),
                            rolledBack.get().by().equals(deployment)
                                    ? "itself"
                                    : rolledBack.get().by());
        }
        return targets.hasBegunChange(deployment) ? "another has come after it" : "it has changed nothing";
    }

    /**
     * Who took back what that deployment changed, where that was another run, such as one without its server: the deployment knows
     * nothing of it, and may change nothing more. Empty where nobody did.
     */
    public static Optional<String> byAnother(String deployment, Host host) {
        return new Targets(host.records())
                .rollbackOf(deployment)
                .map(Targets.RolledBack::by)
                .filter(by -> !by.equals(deployment) && !by.startsWith(deployment + "/"));
    }

    /** What that deployment recorded, where it was rolled back, and none has come after it; empty where its changes are in effect. */
    public static Optional<Target> undone(String deployment, Host host) {
        var targets = new Targets(host.records());
        return targets.newest()
                .filter(target -> target.deployment().equals(deployment)
                        && targets.isRolledBack(deployment)
                        && targets.inEffect().filter(target::equals).isEmpty());
    }
}
