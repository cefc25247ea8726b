package norn.retention;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.Holding;

/** What is retained of earlier deployments. */
public final class RetentionCapability implements Capability<RetentionSettings> {
    private static final List<String> PART = List.of("retained");

    @Override
    public String section() {
        return "retention";
    }

    @Override
    public Class<RetentionSettings> settings() {
        return RetentionSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                                "list-retained",
                                "Lists the releases, dumps, databases and stores' backups that are retained, and what"
                                        + " needs them.",
                                new ListRetained()::run)
                        .readingNothing(),
                harmless(
                                "drop-retained",
                                "Removes what a person names of what is retained; what a rollback needs is refused.",
                                new DropRetained()::run,
                                Option.required("names", Type.LIST, "as list-retained names them: release/v0.8.0"),
                                Option.required("by", Type.TEXT, "whose word it is"))
                        .readingNothing()
                        .holding((order, host) -> Holding.inTurn(PART)),
                harmless(
                                "expire-retained",
                                "Removes what is older than the environment retains, once this deployment is proven.",
                                new ExpireRetained()::run)
                        .readingNothing()
                        .holding((order, host) -> Holding.inTurn(PART)));
    }
}
