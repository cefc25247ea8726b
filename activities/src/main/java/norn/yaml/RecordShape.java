package norn.yaml;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a record is read, found out once for each: Java makes all of it anew whenever it is asked. */
record RecordShape(Constructor<?> constructor, List<Part> parts, List<String> fields) {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return inspect(type);
        }
    };

    /** A component, the field that it is read from, and what it is where there is none; null: nothing is said. */
    record Part(
            RecordComponent component,
            String field,
            Type type,
            boolean mayBeNull,
            @Nullable WrittenDefault otherwise) {
        static Part of(RecordComponent component) {
            var otherwise = component.getAnnotation(Default.class);
            return new Part(
                    component,
                    fieldOf(component),
                    component.getGenericType(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    otherwise == null ? null : WrittenDefault.of(otherwise.value()));
        }

        private static String fieldOf(RecordComponent component) {
            var named = component.getAccessor().getAnnotation(JsonProperty.class);
            return named == null || named.value().isEmpty() ? component.getName() : named.value();
        }

        boolean isOptional() {
            return component.getType() == Optional.class;
        }
    }

    /** A default as YAML, and what is wrong with it; the node is null where it is none. */
    record WrittenDefault(@Nullable YamlNode node, Problems problems) {
        static WrittenDefault of(String text) {
            var problems = new Problems();
            return new WrittenDefault(YamlFile.parse("default", text.isEmpty() ? "''" : text, problems), problems);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static RecordShape inspect(Class<?> type) {
        var components = type.getRecordComponents();
        var parts = Arrays.stream(components).map(Part::of).toList();
        return new RecordShape(
                constructor(type, components),
                parts,
                parts.stream()
                        .filter(part -> !part.component().isAnnotationPresent(Entries.class))
                        .map(Part::field)
                        .toList());
    }

    private static Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** It is read from a mapping with names of any kind. */
    boolean isOfEntries() {
        return parts.size() == 1 && fields.isEmpty();
    }
}
