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
 * @param user whose password it is, where the server has users by name (ACL); null: its default user's
 * @param passwordSecret name of the secret with the password; null: none is asked for
 * @param timeout how long an answer may take
 */
public record CacheSettings(
        String url,
        @Nullable String user,
        @Refers("secrets") @Nullable String passwordSecret,
        @Default("5s") Duration timeout) {
    /** A host's name may have an underscore, which a URI would not allow. */
    private static final Pattern HOST = Pattern.compile("//(\\[[^]]+]|[^:/?\\[]+)");

    public CacheSettings {
        AnswerTimeout.require(timeout);
        AddressCheck.withoutSecret("url", url, "redis://host:port, and the password as passwordSecret");
        if (user != null && passwordSecret == null) {
            throw new IllegalArgumentException("user: has no password here. Expected passwordSecret beside it");
        }
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
            var password = host.secret(passwordSecret).toCharArray();
            if (user == null) {
                address.setAuthentication(password);
            } else {
                address.setAuthentication(user, password);
            }
        }
        return address;
    }
}
