package norn.yaml;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import norn.yaml.RecordShape.Part;
import norn.yaml.RecordShape.WrittenDefault;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML into a record strictly: each component is a field of the same name, an unknown field is a problem, and so is a
 * missing one, a wrong type, and whatever the record's own constructor refuses. All problems are collected.
 *
 * <p>Not required: what is {@code @Nullable} or Optional, lists and maps (then empty), flags (then false), and what has a
 * {@link Default}. Known types: records, text, numbers, flags, enums ({@code ROLL_BACK} is written {@code roll-back}), Duration,
 * Instant, LocalTime, ZoneId, Path, URI, Pattern, List, Map with text keys, Optional, {@link YamlNode} and Object (as they are),
 * types with a {@code @JsonCreator} for text, sealed interfaces whose {@link KindField} tells their records apart. A record with
 * {@link Entries} is read from a mapping with names of any kind.
 */
public final class RecordReader {
    private final Map<Class<?>, Function<YamlNode, ? extends @Nullable Object>> readers = new LinkedHashMap<>();
    private final ComponentCheck checks = new ComponentCheck();

    /** Reads a type in the caller's own way; the function adds problems at the node, and answers null then. */
    public <T> RecordReader with(Class<T> type, Function<YamlNode, @Nullable T> reader) {
        readers.put(type, reader);
        return this;
    }

    /** The record, or null where something is wrong; then at least one problem is added. */
    public <T> @Nullable T read(YamlNode node, Class<T> type) {
        var value = readType(node, type);
        return value == null ? null : type.cast(value);
    }

    /** The names of the fields that a record, or any record of a family, is read from. */
    public static List<String> fieldsOf(Class<?> type) {
        var field = type.getAnnotation(KindField.class);
        if (field != null) {
            return Stream.concat(
                            Stream.of(field.value()),
                            kindsOf(type).values().stream().flatMap(kind -> fieldsOf(kind).stream()))
                    .distinct()
                    .toList();
        }
        return RecordShape.of(type).fields();
    }

    /** The names in all that was read that refer to other parts of the file. */
    public List<Reference> references() {
        return List.copyOf(checks.references());
    }

    private @Nullable Object readType(YamlNode node, Type type) {
        if (type instanceof WildcardType wildcard) {
            return readType(node, wildcard.getUpperBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            return readGeneric(node, generic);
        }
        var plain = (Class<?>) type;
        var own = readers.get(plain);
        if (own != null) {
            return own.apply(node);
        }
        if (plain == YamlNode.class) {
            return node;
        }
        if (plain == Object.class) {
            return node.isNothing() ? Scalars.refuse(node, "a value") : node.value();
        }
        if (plain == Map.class || plain == List.class) {
            return readRaw(node, plain);
        }
        if (plain.isRecord() && Scalars.creator(plain) == null) {
            return readRecord(node, plain, null);
        }
        if (plain.isAnnotationPresent(KindField.class)) {
            return readKind(node, plain);
        }
        return Scalars.read(node, plain);
    }

    private @Nullable Object readRaw(YamlNode node, Class<?> plain) {
        if (plain == Map.class ? node.isMapping() : node.isList()) {
            return node.value();
        }
        return Scalars.refuse(node, plain == Map.class ? "a mapping with fields" : "a list");
    }

    private @Nullable Object readGeneric(YamlNode node, ParameterizedType generic) {
        var arguments = generic.getActualTypeArguments();
        var raw = (Class<?>) generic.getRawType();
        if (raw == Optional.class) {
            return Optional.ofNullable(readType(node, arguments[0]));
        }
        if (raw == List.class) {
            var items = new ArrayList<Object>();
            for (var item : node.isScalar() ? node.itemsOrOne() : node.items()) {
                var value = readType(item, arguments[0]);
                if (value != null) {
                    items.add(value);
                }
            }
            return Collections.unmodifiableList(items);
        }
        if (raw == Map.class && arguments[0] == String.class) {
            var map = new LinkedHashMap<String, Object>();
            node.fields().forEach((name, field) -> {
                var value = readType(field, arguments[1]);
                if (value != null) {
                    map.put(name, value);
                }
            });
            return Collections.unmodifiableMap(map);
        }
        throw new IllegalArgumentException("%s: no way to read it from YAML".formatted(generic));
    }

    private @Nullable Object readKind(YamlNode node, Class<?> family) {
        var field = family.getAnnotation(KindField.class).value();
        if (!node.isMapping()) {
            return Scalars.refuse(node, "a mapping with fields, among them " + field);
        }
        var kinds = kindsOf(family);
        var named = node.field(field);
        var name = named == null ? family.getAnnotation(KindField.class).otherwise() : named.text();
        var kind = kinds.get(name);
        if (kind != null) {
            return readRecord(node, kind, field);
        }
        if (named == null) {
            node.problem("the field %s is missing".formatted(field)).known(kinds.keySet());
        } else {
            named.problem("unknown %s %s".formatted(field, named.kind()))
                    .known(kinds.keySet())
                    .meant(name, kinds.keySet());
        }
        return null;
    }

    /** The records of a sealed family by what files call them. */
    public static Map<String, Class<?>> kindsOf(Class<?> family) {
        var kinds = new LinkedHashMap<String, Class<?>>();
        for (var kind : family.getPermittedSubclasses()) {
            kinds.put(kind.getAnnotation(Kind.class).value(), kind);
        }
        return kinds;
    }

    private @Nullable Object readRecord(YamlNode node, Class<?> type, @Nullable String kindField) {
        var shape = RecordShape.of(type);
        if (!node.isMapping()) {
            return Scalars.refuse(
                    node,
                    shape.isOfEntries()
                            ? "a mapping by name"
                            : "a mapping with the fields " + String.join(", ", shape.fields()));
        }
        if (shape.isOfEntries()) {
            var entries = readType(node, shape.parts().get(0).type());
            return entries == null ? null : construct(node, shape, new @Nullable Object[] {entries});
        }
        var known = new ArrayList<>(shape.fields());
        if (kindField != null) {
            known.add(0, kindField);
        }
        node.allow(known);
        var values = new @Nullable Object[shape.parts().size()];
        var complete = true;
        for (var i = 0; i < values.length; i++) {
            var part = shape.parts().get(i);
            values[i] = part(node, part);
            complete &= values[i] != null || part.mayBeNull();
        }
        return complete ? construct(node, shape, values) : null;
    }

    private @Nullable Object part(YamlNode node, Part part) {
        var field = node.field(part.field());
        if (field != null && !(field.isNothing() && absent(part) != null)) {
            if (field.isNothing() && part.mayBeNull()) {
                return null;
            }
            var value = readType(field, part.type());
            if (value != null) {
                checks.check(field, part.component(), value);
            }
            // The problem is added; the rest of the record is read all the same, but the record is not created.
            return value == null && part.mayBeNull() ? invalid(part) : value;
        }
        var otherwise = part.otherwise();
        if (otherwise != null) {
            return readDefault(node, part, otherwise);
        }
        var absent = absent(part);
        if (absent == null && !part.mayBeNull()) {
            node.problem("the field %s is missing".formatted(part.field()));
        }
        return absent;
    }

    /** Null: a nullable component that is there but wrong leaves the record without it; the problem is added already. */
    private static @Nullable Object invalid(Part part) {
        return part.isOptional() ? Optional.empty() : null;
    }

    private Object readDefault(YamlNode node, Part part, WrittenDefault otherwise) {
        var written = otherwise.node();
        var value = written == null ? null : readType(written, part.type());
        if (value == null || !otherwise.problems().isEmpty()) {
            throw new IllegalStateException("default of %s at %s: %s"
                    .formatted(
                            part.component(), node.path(), otherwise.problems().list()));
        }
        return value;
    }

    private static @Nullable Object absent(Part part) {
        if (part.isOptional()) {
            return Optional.empty();
        }
        if (part.otherwise() != null || part.mayBeNull()) {
            return null;
        }
        var type = part.component().getType();
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Collections.emptyMap();
        }
        return type == boolean.class ? Boolean.FALSE : null;
    }

    private static @Nullable Object construct(YamlNode node, RecordShape shape, @Nullable Object[] values) {
        try {
            return shape.constructor().newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException why) {
                node.problem(String.valueOf(why.getMessage()));
                return null;
            }
            throw new IllegalStateException(
                    "%s at %s".formatted(shape.constructor().getDeclaringClass(), node.where()), refused.getCause());
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException(closed);
        }
    }
}
