package norn.configuration;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.Holding;

/** Configuration: a release's settings files. */
public final class ConfigurationCapability implements Capability<ConfigurationSettings> {
    @Override
    public String section() {
        return "configuration";
    }

    @Override
    public Class<ConfigurationSettings> settings() {
        return ConfigurationSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                                "configure",
                                "Completes the release's settings files from templates, values and secrets.",
                                new Configure()::run)
                        .reading("code")
                        .holding((order, host) -> Holding.inTurn(
                                List.of("release/%s/settings/%s".formatted(order.release(), order.component())))),
                harmless(
                                "check-configuration",
                                "Checks whether the release's settings are complete and their addresses connect.",
                                new CheckConfiguration()::run,
                                Option.optional("offline", Type.FLAG, "check the values only, connect to nothing"))
                        .reading("code"));
    }
}
