package norn.watch;

import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.ActionCall;
import norn.action.Capability;
import norn.runbook.StepPurpose;

/** Watching. */
public final class WatchCapability implements Capability<WatchSettings> {
    @Override
    public String section() {
        return "watch";
    }

    @Override
    public Class<WatchSettings> settings() {
        return WatchSettings.class;
    }

    @Override
    public List<Action> actions() {
        var watch = new Watch();
        var name = Option.optional("name", Type.TEXT, "what the report calls it");
        return List.of(
                harmless(
                                "watch",
                                "Takes samples of every measure for a window; ends early where a criterion is met.",
                                watch::watch,
                                name,
                                Option.optional("window", Type.DURATION, "how long, in planned time"),
                                Option.optional("minimum", Type.DURATION, "how long at least, in real time"),
                                Option.optional(
                                        "windowSeconds", Type.NUMBER, "how long, in real time; the engine computes it"),
                                Option.optional(
                                        "lateSeconds",
                                        Type.NUMBER,
                                        "how much later than planned this try begins; the engine computes it"),
                                Option.optional(
                                        "measures", Type.LIST, "what their samples come to; the engine adds them"),
                                Option.optional("criteria", Type.LIST, "what to watch for; the engine adds them"))
                        .reading(WatchCapability::references)
                        .forSteps(StepPurpose.WATCHES),
                harmless(
                                "measure",
                                "Takes a sample of every measure, and fails where one that it judges is not as it should be.",
                                watch::measure,
                                name,
                                Option.optional(
                                        "judges", Type.LIST, "measures that must be known, and within their limits"),
                                Option.optional(
                                        "measures", Type.LIST, "what their samples come to; the engine adds them"),
                                Option.optional("limits", Type.LIST, "the limits of those; the engine adds them"))
                        .reading(WatchCapability::references));
    }

    private static List<String> references(ActionCall call) {
        return call.settings("watch", WatchSettings.class).stream()
                .flatMap(settings -> settings.measures().values().stream())
                .flatMap(source -> source.references().stream())
                .toList();
    }
}
