package norn.cache;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import norn.action.Action;
import norn.action.Capability;
import norn.action.Reached;
import norn.environment.Host;

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
    public List<Reached> reach(CacheSettings settings, Host host) {
        var what = "cache " + settings.url();
        try {
            CacheConnection.ask(settings.address(host), RedisCommands::ping);
            return List.of(new Reached(what, null));
        } catch (RedisException refused) {
            return List.of(new Reached(what, CacheConnection.reason(refused)));
        }
    }

    @Override
    public List<Action> actions() {
        return List.of(harmless(
                "probe-cache",
                "Checks that the cache answers, and returns a value that was just written.",
                new ProbeCache()::run));
    }
}
