package norn.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;

/**
 * A JSON path as people write it in an environment file, such as {@code $.checks.database} or
 * {@code $.agents[?(@.status=='active')]}.
 *
 * @param expression begins with {@code $}, the whole document
 */
public record JsonPathExpression(String expression) {
    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .options(Option.SUPPRESS_EXCEPTIONS)
            .build();

    public JsonPathExpression {
        if (!expression.startsWith("$")) {
            throw new IllegalArgumentException(
                    "JSON path %s: expected one that begins with $, such as $.%s".formatted(expression, expression));
        }
        if (expression.contains("=~")) {
            throw new IllegalArgumentException(
                    ("JSON path %s: a regular expression in a path may take for ever on what a service answers."
                                    + " Expected: comparisons, such as [?(@.status=='active')] or [?(@.name in ['a', 'b'])]")
                            .formatted(expression));
        }
        compile(expression);
    }

    /**
     * The path of that text.
     *
     * @throws IllegalArgumentException where it is no JSON path
     */
    @JsonCreator
    public static JsonPathExpression of(String expression) {
        return new JsonPathExpression(expression);
    }

    /** What lies there, a missing node where nothing does; of a path with a filter or a wildcard, the list of what it finds. */
    public JsonNode read(JsonNode document) {
        Object found = compile(expression).read(document, CONFIGURATION);
        if (found == null) {
            return MissingNode.getInstance();
        }
        return found instanceof JsonNode node
                ? node
                : LenientJson.toTree(found); // a function's result, such as length()
    }

    /** Whether it finds a list of whatever there is: it has a filter or a wildcard. */
    public boolean findsList() {
        return !compile(expression).isDefinite();
    }

    /** Whether that list is of a field of what the filter lets through, and not of that itself. */
    public boolean findsFields() {
        return findsList() && !expression.matches("(?s).*[)*\\d]\\s*]\\s*");
    }

    /** What lies there as text: scalars bare, the rest as JSON. */
    public String readText(JsonNode document) {
        return text(read(document));
    }

    /** A node as text: scalars bare, the rest as JSON. */
    public static String text(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }

    @Override
    public String toString() {
        return expression;
    }

    private static JsonPath compile(String expression) {
        try {
            return JsonPath.compile(expression);
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("JSON path %s: %s".formatted(expression, wrong.getMessage()), wrong);
        }
    }
}
