package norn.database.store;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.Holding;
import norn.action.Reached;
import norn.environment.Host;
import norn.runbook.StepPurpose;

/** The stores beside the main database. Their actions are in the runbook for every environment, and need none to be there. */
public final class StoreCapability implements Capability<StoreSettings> {
    private static final Option OF = Option.optional(
            StoreAction.OF,
            Type.TEXT,
            "live (the default), or closed: taken while everything that writes is stopped, which is checked");

    @Override
    public String section() {
        return "stores";
    }

    @Override
    public Class<StoreSettings> settings() {
        return StoreSettings.class;
    }

    @Override
    public List<Reached> reach(StoreSettings settings, Host host) {
        return settings.named().entrySet().stream()
                .map(store -> store.getValue().reach(store.getKey(), host))
                .toList();
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                                "check-stores",
                                "Checks that each store can be backed up and restored: programs, user, rights, space.",
                                StoreAction.onEach(new CheckStores()))
                        .readingNothing(),
                harmless(
                                "back-up-stores",
                                "Backs up each store with its SHA-256, and verifies the backup: of a database by a"
                                        + " restore.",
                                StoreAction.onEach(new BackUpStores()),
                                OF,
                                Option.optional("verify", Type.FLAG, "false: the backup is not verified now"))
                        .readingNothing()
                        .holding((order, host) -> Holding.ofStep(order))
                        .forSteps(StepPurpose.BACKS_UP),
                harmless(
                                "verify-stores",
                                "Verifies this deployment's newest backup of each store.",
                                StoreAction.onEach(new VerifyStores()),
                                OF)
                        .readingNothing(),
                changing(
                                "restore-stores",
                                "Brings each store back that is not as it was before the deployment; what served is"
                                        + " retained.",
                                StoreAction.onEach(new RestoreStores()))
                        .readingNothing());
    }
}
