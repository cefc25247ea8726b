package norn.host;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;

/** The host: what the machine is and has. */
public final class HostCapability implements Capability<HostRequirements> {
    @Override
    public String section() {
        return "requirements";
    }

    @Override
    public Class<HostRequirements> settings() {
        return HostRequirements.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(harmless(
                "survey-host",
                "Measures this machine against what the release needs, every shortfall at once.",
                new HostSurvey()::run,
                Option.optional("what", Type.TEXT, "hardware, software, network or access; without it all")));
    }
}
