package norn.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.temporal.common.converter.RawValue;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Payloads as they come from people: read strictly, checked in code, so that nothing is dropped or retried for ever. */
public final class Payloads {
    /** A message over this size is rejected: the server would end a run that accepts one of 2 MB. */
    static final int MAX_BYTES = 64 * 1024;

    private static final ObjectReader STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private Payloads() {}

    /** The same where nothing else was sent beside it. */
    static ObjectNode onlyObject(@Nullable RawValue raw, @Nullable RawValue surplus, String example) {
        if (surplus != null) {
            throw new UnreadableInput("input", "more than one value was sent", "one JSON object: " + example);
        }
        return object(raw, example);
    }

    /** The JSON object in the payload; {@code example} shows what is expected. */
    static ObjectNode object(@Nullable RawValue raw, String example) {
        var expected = "one JSON object: " + example;
        if (raw == null) {
            throw new UnreadableInput("input", "nothing was sent", expected);
        }
        var payload = raw.getPayload();
        var encoding =
                payload.getMetadataOrDefault("encoding", ByteString.EMPTY).toStringUtf8();
        if (encoding.equals("binary/null")) {
            throw new UnreadableInput("input", "nothing was sent", expected);
        }
        if (!encoding.equals("json/plain")) {
            throw new UnreadableInput(
                    "input", "the encoding is " + (encoding.isEmpty() ? "not stated" : encoding), expected);
        }
        try {
            var tree = STRICT.readTree(text(payload.getData(), expected));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            var kind =
                    tree.isMissingNode() ? "nothing" : tree.getNodeType().name().toLowerCase(Locale.ROOT);
            throw new UnreadableInput("input", "no object was sent, but " + kind, expected);
        } catch (JsonProcessingException malformed) {
            var location = malformed.getLocation();
            var place = location == null
                    ? "input"
                    : "input, line %d column %d".formatted(location.getLineNr(), location.getColumnNr());
            throw new UnreadableInput(place, "not JSON: " + malformed.getOriginalMessage(), expected);
        }
    }

    private static String text(ByteString data, String expected) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(data.asReadOnlyByteBuffer())
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new UnreadableInput("input", "its bytes are not UTF-8", expected);
        }
    }

    /** Whether the payload is over the size that a message may have. */
    static boolean isTooLong(@Nullable RawValue raw) {
        return raw != null && raw.getPayload().getSerializedSize() > MAX_BYTES;
    }

    /** Whether it is over that size even with the wrapping of a message that is passed on. */
    static boolean isFarTooLong(RawValue raw) {
        return raw.getPayload().getSerializedSize() > 2 * MAX_BYTES;
    }

    /** What Norn itself wrote, read back. */
    public static <T> T readInternal(RawValue raw, Class<T> type) {
        return NornDataConverter.converter().fromPayload(raw.getPayload(), type, type);
    }
}
