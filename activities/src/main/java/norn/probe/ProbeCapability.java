package norn.probe;

import static norn.action.NamedAction.harmless;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;
import norn.action.SampleSection;

/** Probes: questions to the running world. */
public final class ProbeCapability implements Capability<ProbeSettings> {
    @Override
    public String section() {
        return "probes";
    }

    @Override
    public Class<ProbeSettings> settings() {
        return ProbeSettings.class;
    }

    @Override
    public String sample() {
        return SampleSection.of(ProbeCapability.class);
    }

    @Override
    public List<Action> actions() {
        return List.of(harmless(
                "probe",
                "Asks the world a question by its name, and fails where the answer is not right.",
                new RunProbes()::run,
                Option.optional("probe", Type.TEXT, "the name of a probe"),
                Option.optional("probes", Type.LIST, "names of several, all of which are asked")));
    }
}
