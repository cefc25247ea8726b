package norn.probe;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Capability;

/** Probes: checks of the running installation. */
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
    public List<Action> actions() {
        return List.of(harmless(
                        "probe",
                        "Runs probes by name, and fails where one does not pass.",
                        new RunProbes()::run,
                        Option.optional("probe", Type.TEXT, "the name of a probe"),
                        Option.optional(
                                "since",
                                Type.TEXT,
                                "from when on logs are read: go-live, activation (of the active release), or a length such as 12h"),
                        Option.optional("probes", Type.LIST, "the names of several, all of which are run"))
                .reading(call -> call.names("probe", "probes").stream()
                        .flatMap(name -> Probes.references(name, call).stream())
                        .toList()));
    }
}
