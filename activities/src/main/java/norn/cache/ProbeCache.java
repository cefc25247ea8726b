package norn.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.files.Sha256;
import norn.plan.Order;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** Asks the cache for a sign of life, and for a value that it was just given. */
final class ProbeCache {
    Evidence run(Order order, Attempt attempt) {
        var settings = attempt.settings(CacheSettings.class);
        var address = RedisURI.create(settings.url());
        address.setTimeout(settings.timeout());
        address.setClientName("norn");
        var secret = settings.passwordSecret();
        if (secret != null) {
            address.setAuthentication(attempt.host().secret(secret).toCharArray());
        }
        ClientResources resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        try (var client = RedisClient.create(resources, address);
                var connection = client.connect()) {
            return ask(connection.sync(), order, attempt);
        } catch (RedisException silent) {
            throw new ActionFailed(
                    "CacheUnreachable",
                    "%s: %s".formatted(settings.url(), describe(silent)),
                    "Look whether the cache runs and the password is right, then RETRY.",
                    true,
                    silent);
        } finally {
            resources.shutdown(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static Evidence ask(RedisCommands<String, String> cache, Order order, Attempt attempt) {
        var started = System.nanoTime();
        cache.ping();
        var milliseconds = Duration.ofNanos(System.nanoTime() - started).toMillis();
        var key = "norn:probe:"
                + Sha256.of(order.deployment() + "/" + order.step()).substring(0, 16);
        var value = attempt.clock().instant().toString();
        cache.set(key, value, SetArgs.Builder.ex(30));
        var read = cache.get(key);
        cache.del(key);
        if (!value.equals(read)) {
            throw new ActionFailed(
                    "CacheReadBackFailed",
                    "what was written is not what is read back",
                    "Look at the cache, then RETRY.",
                    true);
        }
        var info = cache.info();
        return attempt.evidence()
                .value("milliseconds", milliseconds)
                .value("version", field(info, "redis_version"))
                .value("usedMemory", field(info, "used_memory_human"))
                .value("keys", cache.dbsize())
                .done("the cache answers, and remembers");
    }

    private static @Nullable String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static String describe(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
