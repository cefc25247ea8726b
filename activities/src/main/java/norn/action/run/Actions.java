package norn.action.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.Action;
import norn.action.Capability;
import norn.cache.CacheCapability;
import norn.channel.ChannelCapability;
import norn.code.CodeCapability;
import norn.configuration.ConfigurationCapability;
import norn.database.DatabaseCapability;
import norn.database.store.StoreCapability;
import norn.fingerprint.FingerprintCapability;
import norn.host.HostCapability;
import norn.probe.ProbeCapability;
import norn.record.RecordCapability;
import norn.retention.RetentionCapability;
import norn.service.ServiceCapability;
import norn.sessions.SessionsCapability;
import norn.watch.WatchCapability;

/** The one list of what a machine can do. Registration, checking of runbooks and the sample file come from it. */
public final class Actions {
    /** Every capability; a new one is one more line. */
    private static final List<Capability<?>> CAPABILITIES = List.of(
            new CodeCapability(),
            new ConfigurationCapability(),
            new DatabaseCapability(),
            new StoreCapability(),
            new CacheCapability(),
            new ServiceCapability(),
            new ProbeCapability(),
            new FingerprintCapability(),
            new SessionsCapability(),
            new ChannelCapability(),
            new HostCapability(),
            new WatchCapability(),
            new RecordCapability(),
            new RetentionCapability());

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

    /** What each section of {@code host} is read into, by its name. */
    public static Map<String, Class<?>> sections() {
        var sections = new LinkedHashMap<String, Class<?>>();
        for (var capability : CAPABILITIES) {
            sections.put(capability.section(), capability.settings());
        }
        return sections;
    }

    private static Map<String, Action> byName(List<Capability<?>> capabilities) {
        var known = new LinkedHashMap<String, Action>();
        for (var capability : capabilities) {
            for (var action : capability.actions()) {
                if (known.put(action.name(), action) != null) {
                    throw new IllegalStateException("two actions are called " + action.name());
                }
            }
        }
        return Collections.unmodifiableMap(known);
    }
}
