package norn.action;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.cache.CacheCapability;
import norn.action.channel.ChannelCapability;
import norn.action.code.CodeCapability;
import norn.action.configuration.ConfigurationCapability;
import norn.action.database.DatabaseCapability;
import norn.action.fingerprint.FingerprintCapability;
import norn.action.host.HostCapability;
import norn.action.players.PlayersCapability;
import norn.action.probe.ProbeCapability;
import norn.action.record.RecordCapability;
import norn.action.service.ServiceCapability;
import norn.action.watch.WatchCapability;

/** The one list of what a machine can do. Registration, checking of runbooks and the sample file come from it. */
public final class Actions {
    /** Every capability; a new one is one more line. */
    private static final List<Capability<?>> CAPABILITIES = List.of(
            new CodeCapability(),
            new ConfigurationCapability(),
            new DatabaseCapability(),
            new CacheCapability(),
            new ServiceCapability(),
            new ProbeCapability(),
            new FingerprintCapability(),
            new PlayersCapability(),
            new ChannelCapability(),
            new HostCapability(),
            new WatchCapability(),
            new RecordCapability());

    private static final Map<String, Action> KNOWN = byName(CAPABILITIES);

    private Actions() {}

    /** Every capability, in the order of the sample file. */
    public static List<Capability<?>> capabilities() {
        return CAPABILITIES;
    }

    /** Every action by its name, in the order of the capabilities. */
    public static Map<String, Action> known() {
        return KNOWN;
    }

    /** What each section of {@code hands} is read into, by its name. */
    public static Map<String, Class<?>> sections() {
        var sections = new LinkedHashMap<String, Class<?>>();
        for (var capability : CAPABILITIES) sections.put(capability.section(), capability.settings());
        return sections;
    }

    private static Map<String, Action> byName(List<Capability<?>> capabilities) {
        var known = new LinkedHashMap<String, Action>();
        for (var capability : capabilities)
            for (var action : capability.actions())
                if (known.put(action.name(), action) != null)
                    throw new IllegalStateException("two actions are called " + action.name());
        return Collections.unmodifiableMap(known);
    }
}
