package norn.cache;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Supplier;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.files.Sha256;
import norn.plan.Order;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** Checks that the cache answers, and returns a value that was just written. */
final class ProbeCache {
    private static final int KEY_LIFETIME_SECONDS = 30;

    Evidence run(Order order, Attempt attempt) {
        var settings = attempt.settings(CacheSettings.class);
        try {
            return CacheConnection.ask(settings.address(attempt.host()), cache -> probe(cache, order, attempt));
        } catch (RedisException failed) {
            if (isNotAllowed(failed)) {
                throw new ActionFailed(
                        "NotAllowed",
                        "%s: %s".formatted(settings.url(), CacheConnection.reason(failed)),
                        "Allow its user ping, and set, get and del of keys norn:*, then RETRY.",
                        false,
                        failed);
            }
            throw new ActionFailed(
                    "CacheUnreachable",
                    "%s: %s".formatted(settings.url(), CacheConnection.reason(failed)),
                    "Check that the cache runs and that its password is the secret's, then RETRY.",
                    true,
                    failed);
        }
    }

    private static Evidence probe(RedisCommands<String, String> cache, Order order, Attempt attempt) {
        var started = System.nanoTime();
        cache.ping();
        var milliseconds = Duration.ofNanos(System.nanoTime() - started).toMillis();
        var key = "norn:probe:"
                + Sha256.of(order.deployment() + "/" + order.step()).substring(0, 16);
        var value = attempt.clock().instant().toString();
        cache.set(key, value, SetArgs.Builder.ex(KEY_LIFETIME_SECONDS));
        var read = cache.get(key);
        cache.del(key);
        if (!value.equals(read)) {
            throw new ActionFailed(
                    "CacheReadBackFailed",
                    "the cache does not return the value that was just written to it",
                    "Check the cache's memory limit and log, then RETRY.",
                    true);
        }
        var info = whereAllowed(cache::info);
        return attempt.evidence()
                .value("milliseconds", milliseconds)
                .value("version", field(info, "redis_version"))
                .value("usedMemory", field(info, "used_memory_human"))
                .value("keys", whereAllowed(cache::dbsize))
                .done("the cache answers, and returns what was written");
    }

    /** Null where the user may not ask that. */
    private static <T> @Nullable T whereAllowed(Supplier<T> question) {
        try {
            return question.get();
        } catch (RedisCommandExecutionException refused) {
            if (isNotAllowed(refused)) {
                return null;
            }
            throw refused;
        }
    }

    /** Whether the server knows the user, who may not do that. */
    private static boolean isNotAllowed(RedisException failed) {
        return CacheConnection.reason(failed).startsWith("NOPERM");
    }

    private static @Nullable String field(@Nullable String info, String name) {
        return info == null
                ? null
                : info.lines()
                        .filter(line -> line.startsWith(name + ":"))
                        .map(line -> line.substring(name.length() + 1).strip())
                        .findFirst()
                        .orElse(null);
    }
}
