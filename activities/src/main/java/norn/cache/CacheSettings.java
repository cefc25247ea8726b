package norn.cache;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.regex.Pattern;
import norn.environment.AddressCheck;
import norn.environment.Host;
import norn.limit.AnswerTimeout;
import norn.yaml.Default;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * Where the cache is.
 *
 * @param url {@code redis://host:port}, or {@code rediss://} for TLS, without a password
 * @param passwordSecret name of the secret with the password; null: none is asked for
 * @param timeout how long an answer may take
 */
public record CacheSettings(
        String url,
        @Refers("secrets") @Nullable String passwordSecret,
        @Default("5s") Duration timeout) {
    /** A host's name may have an underscore, which a URI would not allow. */
    private static final Pattern HOST = Pattern.compile("//(\\[[^]]+]|[^:/?\\[]+)");

    public CacheSettings {
        AnswerTimeout.require(timeout);
        AddressCheck.withoutSecret("url", url, "redis://host:port, and the password as passwordSecret");
        if (url.contains("@")) {
            throw new IllegalArgumentException(
                    "url: holds a password. Expected redis://host:port, and the password as passwordSecret");
        }
        if (!url.matches("rediss?://[^@\\s]+")) {
            throw new IllegalArgumentException(
                    "url %s: expected redis://host:port, the password as passwordSecret".formatted(url));
        }
    }

    /** Its address for a client, with the password of that host. */
    RedisURI address(Host host) {
        var address = RedisURI.create(HOST.matcher(url).replaceFirst("//host"));
        HOST.matcher(url).results().findFirst().ifPresent(found -> address.setHost(found.group(1)));
        address.setTimeout(timeout);
        if (passwordSecret != null) {
            address.setAuthentication(host.secret(passwordSecret).toCharArray());
        }
        return address;
    }
}
