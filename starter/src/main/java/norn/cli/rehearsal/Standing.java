package norn.cli.rehearsal;

import java.util.function.Consumer;
import norn.cli.connection.Connection;
import norn.cli.connection.Json;
import norn.cli.local.Home;
import norn.rehearsal.WorldOptions;

/** Server, world and worker in the background, ready for a deployment that somebody starts. */
public record Standing(String ui, String address, String newRelease) {

    /** Starts what does not run; {@code fresh}: with a new world in any case. */
    public static Standing up(Home home, boolean fresh, Consumer<String> progress) {
        return RehearsalLock.holding(home, () -> {
            var rehearsal = fresh
                    ? Rehearsal.renew(home, WorldOptions.standard(), Rehearsal.PACE, progress)
                    : Rehearsal.resume(home, WorldOptions.standard(), Rehearsal.PACE, progress);
            return new Standing(
                    rehearsal.server().ui().toString(),
                    rehearsal.server().address(),
                    rehearsal.world().description().newRelease());
        });
    }

    /** Stops whatever runs; returns whether anything did. */
    public static boolean down(Home home) {
        return RehearsalLock.holding(home, () -> Rehearsal.stopAll(home));
    }

    /** The Temporal UI's form for a deployment, filled in but for its input. */
    public String startForm(String id) {
        return "%s/namespaces/default/workflows/start-workflow?taskQueue=%s&workflowType=Deployment&workflowId=%s"
                .formatted(ui, Connection.TASK_QUEUE, id);
    }

    /** What to paste as its input. */
    public String input() {
        return Json.line(Yaml.map("release", newRelease, "environment", RehearsalEnvironment.NAME));
    }
}
