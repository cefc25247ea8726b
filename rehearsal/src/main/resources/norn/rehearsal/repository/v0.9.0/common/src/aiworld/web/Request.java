package aiworld.web;

import java.util.Map;

/** One request; header names are in lower case. */
public record Request(String method, String path, Map<String, String> headers, String body, String from) {

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
