package norn.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.DefaultClientResources;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A short connection to a server that speaks the Redis protocol. */
public final class CacheConnection {
    private static final int THREADS = 2; // the fewest that the client accepts

    private CacheConnection() {}

    /**
     * Connects, asks, and closes the connection.
     *
     * @throws RedisException where it cannot connect, or the server refuses
     */
    public static <T extends @Nullable Object> T ask(
            RedisURI address, Function<RedisCommands<String, String>, T> question) {
        address.setClientName("norn");
        var resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .build();
        try (var client = RedisClient.create(resources, address);
                var connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            resources.shutdown(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** Why it failed, in the server's or the network's own words. */
    public static String reason(RedisException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
