package norn.yaml;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import norn.runbook.Durations;
import org.jspecify.annotations.Nullable;

/** Single values of a YAML file, read as the types of a record's components. */
public final class Scalars {
    /** The methods that make values of text, found out once for each type. */
    private static final ClassValue<Optional<Method>> CREATORS = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isStatic(method.getModifiers())
                            && method.isAnnotationPresent(JsonCreator.class)
                            && method.getParameterCount() == 1
                            && method.getParameterTypes()[0] == String.class)
                    .findFirst();
        }
    };

    private Scalars() {}

    /** The value, or null where it is not of the type; the problem is added then. */
    static @Nullable Object read(YamlNode node, Class<?> type) {
        if (!node.isScalar() || node.isNothing()) {
            return refuse(node, expected(type));
        }
        var text = node.text();
        try {
            return scalar(node, text, type);
        } catch (NumberFormatException | PatternSyntaxException | DateTimeException notOne) {
            return refuse(node, expected(type));
        } catch (IllegalArgumentException refused) {
            node.problem(String.valueOf(refused.getMessage()));
            return null;
        }
    }

    private static @Nullable Object scalar(YamlNode node, String text, Class<?> type) {
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.isFlag() ? Boolean.valueOf(text) : refuse(node, expected(type));
        }
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(text);
        }
        if (type == long.class || type == Long.class) {
            return Long.valueOf(text);
        }
        if (type == double.class || type == Double.class) {
            return node.isNumber() ? Double.valueOf(text) : refuse(node, expected(type));
        }
        if (type == Duration.class) {
            return Durations.parse(text);
        }
        if (type == Instant.class) {
            return Instant.parse(text);
        }
        if (type == LocalTime.class) {
            return LocalTime.parse(text);
        }
        if (type == ZoneId.class) {
            return ZoneId.of(text);
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        if (type == URI.class) {
            return URI.create(text);
        }
        if (type == Pattern.class) {
            return pattern(text);
        }
        if (type.isEnum()) {
            return constant(node, text, type);
        }
        var creator = creator(type);
        if (creator != null) {
            return call(creator, text);
        }
        throw new IllegalStateException("%s: no way to read it from YAML".formatted(type));
    }

    /** A control character was meant as an escape: in double quotes YAML has turned it into the character already. */
    private static Pattern pattern(String text) {
        if (text.chars().anyMatch(letter -> letter < ' ' && letter != '\t')) {
            throw new IllegalArgumentException(
                    "the pattern holds a control character, such as a backspace where \\b was meant. Expected single"
                            + " quotes around it: '\\bERROR\\b'");
        }
        return Pattern.compile(text);
    }

    private static @Nullable Object constant(YamlNode node, String text, Class<?> type) {
        var names = new LinkedHashMap<String, Object>();
        for (var constant : type.getEnumConstants()) {
            names.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        var found = names.get(text);
        if (found == null) {
            node.problem("unknown value " + node.kind()).known(names.keySet()).meant(text, names.keySet());
        }
        return found;
    }

    /** The static method that makes a {@code type} of text, or null where there is none. */
    static @Nullable Method creator(Class<?> type) {
        return CREATORS.get(type).orElse(null);
    }

    private static @Nullable Object call(Method creator, String text) {
        try {
            creator.setAccessible(true);
            return creator.invoke(null, text);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw new IllegalStateException(refused);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
    }

    /** Adds the problem that the node is something else; answers null. */
    public static @Nullable Object refuse(YamlNode node, String expected) {
        node.problem("is " + node.kind()).expected(expected);
        return null;
    }

    private static String expected(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == Duration.class) {
            return "a duration such as 30s, 15m, 2h";
        }
        if (type == Instant.class) {
            return "a time such as 2026-12-01T09:00:00Z";
        }
        if (type == LocalTime.class) {
            return "a time of day such as 08:00";
        }
        if (type == ZoneId.class) {
            return "a time zone such as Europe/Berlin or UTC";
        }
        if (type == Pattern.class) {
            return "a regular expression";
        }
        return "text";
    }
}
