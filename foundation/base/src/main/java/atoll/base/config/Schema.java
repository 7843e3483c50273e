package atoll.base.config;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What configuration records look like, read by reflection.
final class Schema {
    private Schema() {}

    /// Every key below the record, sections included.
    static List<String> keys(Class<?> type) {
        List<String> keys = new ArrayList<>();
        collect(type, "", keys);
        return keys;
    }

    private static void collect(Class<?> type, String above, List<String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = join(above, Kebab.ofComponent(component.getName()));
            keys.add(key);
            if (isSection(component.getType())) {
                collect(component.getType(), key, keys);
            }
        }
    }

    /// A record that is written as a section of its own.
    static boolean isSection(Type type) {
        return type instanceof Class<?> it && it.isRecord() && Leaf.of(it) == null;
    }

    /// The record's `DEFAULTS`, if it has any.
    static @Nullable Object defaults(Class<?> type) {
        try {
            Field field = type.getDeclaredField("DEFAULTS");
            if (!Modifier.isStatic(field.getModifiers()) || field.getType() != type) {
                return null;
            }
            field.setAccessible(true);
            return field.get(null);
        } catch (NoSuchFieldException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new AssertionError("DEFAULTS of " + type + " cannot be read", e);
        }
    }

    static @Nullable Object component(RecordComponent component, Object of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("component " + component + " cannot be read", e);
        }
    }

    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static String doc(RecordComponent component) {
        @Nullable Doc doc = component.getAnnotation(Doc.class);
        return doc == null ? "" : doc.value();
    }

    static String join(String above, String name) {
        return above.isEmpty() ? name : above + "." + name;
    }

    /// The element type if this is a List, otherwise null.
    static @Nullable Type elementOfList(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class
                ? generic.getActualTypeArguments()[0]
                : null;
    }

    /// The value type if this is a Map with String keys, otherwise null.
    static @Nullable Type valueOfMap(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getRawType() == Map.class
                        && generic.getActualTypeArguments()[0] == String.class
                ? generic.getActualTypeArguments()[1]
                : null;
    }

    static Leaf leaf(Type type) {
        @Nullable Leaf leaf = type instanceof Class<?> it ? Leaf.of(it) : null;
        if (leaf == null) {
            throw new AssertionError("a configuration record has a component of the unsupported type " + type);
        }
        return leaf;
    }

    /// What may be written for a type.
    static String describe(Type type) {
        @Nullable Type element = elementOfList(type);
        if (element != null) {
            return "list of: " + describe(element);
        }
        @Nullable Type value = valueOfMap(type);
        if (value != null) {
            return "names, each with: " + describe(value);
        }
        return isSection(type) ? "a section" : leaf(type).description();
    }

    /// A value as it would be written on one line.
    static String format(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(Schema::format).toList().toString();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + format(entry.getValue()))
                        .toList()
                        .toString();
            case Record section when isSection(section.getClass()) -> formatSection(section);
            case null, default -> Leaf.format(value);
        };
    }

    private static String formatSection(Record section) {
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            parts.add(Kebab.ofComponent(component.getName()) + ": " + format(component(component, section)));
        }
        return "{" + String.join(", ", parts) + "}";
    }
}
