package aiworld.web;

import java.util.Map;

/** One answer. */
public record Response(int status, String type, String body, Map<String, String> headers) {

    public static Response json(int status, Object value) {
        return new Response(status, "application/json", Json.write(value), Map.of());
    }

    public static Response ok(Object value) {
        return json(200, value);
    }

    /** An error in the shape that clients know: {"detail": "…"}. */
    public static Response error(int status, String detail) {
        return json(status, Map.of("detail", detail));
    }

    public static Response text(String type, String body) {
        return new Response(200, type, body, Map.of());
    }
}
