package norn.cache;

import java.util.List;
import norn.action.Action;
import norn.action.Capability;

/** The cache. */
public final class CacheCapability implements Capability<CacheSettings> {
    @Override
    public String section() {
        return "cache";
    }

    @Override
    public Class<CacheSettings> settings() {
        return CacheSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(harmless(
                "probe-cache",
                "Checks that the cache answers, and returns a value that was just written.",
                new ProbeCache()::run));
    }
}
