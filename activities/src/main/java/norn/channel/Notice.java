package norn.channel;

import java.util.LinkedHashMap;
import norn.files.LenientJson;
import norn.plan.Order;

/**
 * A text for one audience.
 *
 * @param key the same for every repetition of this notice, and for no other one
 * @param at when it was first sent, in ISO form
 */
record Notice(String key, String audience, String message, String text, Order order, String at) {
    /** As receivers get it. */
    String json(boolean possiblyRepeated) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("key", key);
        fields.put("at", at);
        fields.put("audience", audience);
        fields.put("message", message);
        fields.put("text", text);
        fields.put("environment", order.environment());
        fields.put("release", order.release());
        fields.put("deployment", order.deployment());
        fields.put("step", order.step());
        fields.put("attempt", order.attempt());
        if (possiblyRepeated) {
            fields.put("possiblyRepeated", true);
        }
        return LenientJson.line(fields);
    }
}
