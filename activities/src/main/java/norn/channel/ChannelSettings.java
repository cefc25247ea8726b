package norn.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.yaml.Default;
import org.jspecify.annotations.Nullable;

/**
 * Who is told through what.
 *
 * @param players those who play
 * @param stakeholders those who want to know
 * @param statusPage whoever looks
 * @param pager those on call
 * @param messages this installation's own wording, by a message's id or by {@code id/audience}; {@code {release}},
 *     {@code {previousRelease}}, {@code {environment}}, {@code {deployment}} and {@code {text}} are replaced
 */
public record ChannelSettings(
        List<Channel> players,
        List<Channel> stakeholders,
        @JsonProperty("status-page") List<Channel> statusPage,
        List<Channel> pager,
        Map<String, String> messages) {
    /** One way to tell. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@Type(value = Log.class, name = "log"), @Type(value = Webhook.class, name = "webhook")})
    public sealed interface Channel {}

    /** A file that a line of JSON is added to. */
    public record Log(Path file) implements Channel {}

    /**
     * An HTTP address that takes a JSON object by POST.
     *
     * @param url where; null: {@code urlSecret} holds it
     * @param urlSecret name of the secret that is the address; null: {@code url} says it
     * @param secretHeaders headers by the secret's name
     * @param keyHeader carries the message's key, by which the receiver knows a repeated one
     * @param timeout how long an answer may take
     */
    public record Webhook(
            @Nullable String url,
            @Nullable String urlSecret,
            Map<String, String> secretHeaders,
            @Default("Idempotency-Key") String keyHeader,
            @Default("10s") Duration timeout)
            implements Channel {
        public Webhook {
            if ((url == null) == (urlSecret == null)) {
                throw new IllegalArgumentException("a webhook needs exactly one of url and urlSecret");
            }
        }
    }
}
