package norn.message;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * What Norn itself, or a worker of somebody's own action, wrote: Temporal's own JSON, read leniently. A newer Norn may have written fields
 * that are not known here. What people write is read strictly, by {@link Payloads}. A record is written with its components alone:
 * a question such as {@code isCompensation()} is no field of it.
 */
public final class NornDataConverter {
    private static final DataConverter CONVERTER = DefaultDataConverter.newDefaultInstance()
            .withPayloadConverterOverrides(
                    new JacksonJsonPayloadConverter(JacksonJsonPayloadConverter.newDefaultObjectMapper()
                            .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)));

    private NornDataConverter() {}

    /** The one that every client of Norn uses. */
    public static DataConverter converter() {
        return CONVERTER;
    }
}
