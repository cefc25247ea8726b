package norn.yaml;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a record's component beyond its type, by its annotations. */
final class ComponentCheck {
    private final List<Reference> references = new ArrayList<>();

    /** Checks a value that was read, and keeps the names in it that refer to something else. */
    void check(YamlNode field, RecordComponent component, Object value) {
        var scalars = scalars(field);
        if (value instanceof Path || isListOfPaths(value)) {
            scalars.forEach(scalar -> checkPath(
                    scalar,
                    component.isAnnotationPresent(Relative.class),
                    component.isAnnotationPresent(Wildcard.class)));
        }
        var range = component.getAnnotation(Range.class);
        if (range != null) {
            scalars.forEach(scalar -> checkRange(scalar, range));
        }
        if (component.isAnnotationPresent(ArgumentList.class)) {
            ArgumentListCheck.check(field, component.getGenericType());
        }
        var refers = component.getAnnotation(Refers.class);
        if (refers != null) {
            scalars.forEach(scalar -> references.add(new Reference(scalar, refers.value())));
        }
    }

    List<Reference> references() {
        return references;
    }

    private static boolean isListOfPaths(Object value) {
        return value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Path;
    }

    private static void checkPath(YamlNode scalar, boolean mayBeRelative, boolean mayHaveStars) {
        var text = mayHaveStars ? folder(scalar.text()) : scalar.text();
        if (text.contains("$") || text.startsWith("~") || text.contains("*")) {
            scalar.problem("%s is taken as it stands: nothing in it is replaced".formatted(scalar.kind()))
                    .expected("the path written out");
        } else if (!mayBeRelative && !text.startsWith("/")) {
            scalar.problem("is a relative path").expected("one that begins with /");
        }
    }

    /** The path up to its last name. */
    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static void checkRange(YamlNode scalar, Range range) {
        if (!scalar.text().matches("-?\\d{1,18}")) {
            return; // no number: that is said already
        }
        var number = Long.parseLong(scalar.text());
        if (number < range.from() || number > range.to()) {
            scalar.problem("is " + scalar.kind()).expected("%d to %d".formatted(range.from(), range.to()));
        }
    }

    private static List<YamlNode> scalars(YamlNode field) {
        if (field.isScalar()) {
            return field.isNothing() ? List.of() : List.of(field);
        }
        var nodes = field.isMapping() ? List.copyOf(field.fields().values()) : field.itemsOrOne();
        return nodes.stream()
                .filter(node -> node.isScalar() && !node.isNothing())
                .toList();
    }
}
