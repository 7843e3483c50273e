package atoll.base.config;

import atoll.base.error.AtollException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes records of a [Tree], going on after each problem so that all are found.
final class RecordReader {
    private final Path directory;
    private final List<String> knownKeys;
    private final List<ConfigProblem> problems;
    private final List<Setting> settings = new ArrayList<>();

    RecordReader(Path directory, List<String> knownKeys, List<ConfigProblem> problems) {
        this.directory = directory;
        this.knownKeys = knownKeys;
        this.problems = problems;
    }

    List<Setting> settings() {
        return settings;
    }

    /// The record, or null if there was a problem with it.
    @Nullable
    Object read(Class<?> type, Tree.Mapping tree, String key, @Nullable Object defaults) {
        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknownKeys(components, tree, key);
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(components[i], tree, key, defaults);
        }
        return problems.size() > before ? null : construct(type, values, tree.origin(), key);
    }

    private void refuseUnknownKeys(RecordComponent[] components, Tree.Mapping tree, String above) {
        Set<String> known = new LinkedHashSet<>();
        Arrays.stream(components)
                .map(component -> Kebab.ofComponent(component.getName()))
                .forEach(known::add);
        tree.entries().forEach((name, entry) -> {
            if (!known.contains(name)) {
                problems.add(new ConfigProblem(
                        entry.origin(),
                        Schema.join(above, name),
                        "is not a known key" + suggestion(name, above, known)));
            }
        });
    }

    private String suggestion(String name, String above, Set<String> siblings) {
        // The very name in another section is a better guess than a similar one here.
        return knownKeys.stream()
                .filter(known -> known.endsWith("." + name))
                .findFirst()
                .or(() -> Optional.ofNullable(Nearest.of(name, siblings)).map(near -> Schema.join(above, near)))
                .map(meant -> "; did you mean '" + meant + "'?")
                .orElse("; known here: " + String.join(", ", siblings));
    }

    private @Nullable Object component(
            RecordComponent component, Tree.Mapping tree, String above, @Nullable Object defaults) {
        String name = Kebab.ofComponent(component.getName());
        String key = Schema.join(above, name);
        Tree.@Nullable Entry entry = tree.entries().get(name);
        @Nullable Object byDefault = defaults == null ? null : Schema.component(component, defaults);
        if (Schema.isSection(component.getType())) {
            return section(component, entry, key, byDefault);
        }
        boolean given = entry != null && !(entry.value() instanceof Tree.Scalar scalar && !scalar.given());
        @Nullable Object value = byDefault;
        if (entry != null && given) {
            value = value(component.getGenericType(), entry.value(), key);
        } else if (byDefault == null && !Schema.isOptional(component)) {
            String what = Schema.describe(component.getGenericType());
            problems.add(new ConfigProblem(entry == null ? "" : entry.origin(), key, "is missing: must be " + what));
        } else if (entry != null && !Schema.isOptional(component)) {
            problems.add(new ConfigProblem(
                    entry.origin(),
                    key,
                    "has no value: must be " + Schema.describe(component.getGenericType())
                            + ", or leave the key out for the default '" + Schema.format(byDefault) + "'"));
        } else if (entry != null) {
            value = null;
        }
        settings.add(new Setting(
                key,
                Schema.describe(component.getGenericType()),
                Schema.format(byDefault),
                Schema.format(value),
                entry == null ? "default" : entry.origin(),
                Schema.doc(component)));
        return value;
    }

    private @Nullable Object section(
            RecordComponent component, Tree.@Nullable Entry entry, String key, @Nullable Object byDefault) {
        if (entry == null && byDefault == null && Schema.isOptional(component)) {
            settings.add(new Setting(key, "a section", "", "", "default", Schema.doc(component)));
            return null;
        }
        @Nullable Object defaults = byDefault == null ? Schema.defaults(component.getType()) : byDefault;
        Tree.Mapping nothing = Tree.Mapping.empty(entry == null ? "" : entry.origin());
        return switch (entry == null ? nothing : entry.value()) {
            case Tree.Mapping mapping -> read(component.getType(), mapping, key, defaults);
            case Tree.Scalar scalar when !scalar.given() -> read(component.getType(), nothing, key, defaults);
            case Tree other -> refuse(other, key, "must be a section with keys below it");
        };
    }

    private @Nullable Object value(Type type, Tree tree, String key) {
        @Nullable Type element = Schema.elementOfList(type);
        if (element != null) {
            return list(element, tree, key);
        }
        @Nullable Type mapped = Schema.valueOfMap(type);
        if (mapped != null) {
            return map(mapped, tree, key);
        }
        if (type instanceof Class<?> section && Schema.isSection(type)) {
            return tree instanceof Tree.Mapping mapping
                    ? read(section, mapping, key, Schema.defaults(section))
                    : refuse(tree, key, "must be a section with keys below it");
        }
        return leaf(Schema.leaf(type), type, tree, key);
    }

    private @Nullable Object list(Type element, Tree tree, String key) {
        List<? extends Tree> items = switch (tree) {
            case Tree.Sequence sequence -> sequence.items();
            case Tree.Given given -> given.each();
            case Tree.Mapping _, Tree.Scalar _ -> List.of();
        };
        if (tree instanceof Tree.Mapping || tree instanceof Tree.Scalar) {
            return refuse(tree, key, "must be a list (lines that start with '- ')");
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            addIfRead(value(element, items.get(i), key + "[" + i + "]"), values);
        }
        return List.copyOf(values);
    }

    private static void addIfRead(@Nullable Object value, List<Object> values) {
        if (value != null) {
            values.add(value);
        }
    }

    private @Nullable Object map(Type mapped, Tree tree, String key) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            return refuse(tree, key, "must be a section of names, each with its value");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            @Nullable Object value = value(mapped, entry.value(), Schema.join(key, name));
            if (value != null) {
                values.put(name, value);
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private @Nullable Object leaf(Leaf leaf, Type type, Tree tree, String key) {
        Tree.@Nullable Scalar scalar = switch (tree) {
            case Tree.Scalar text when text.given() -> text;
            case Tree.Given given
            when given.values().size() == 1 -> given.values().getFirst();
            default -> null;
        };
        if (scalar == null) {
            String what = tree instanceof Tree.Given ? "is given several times: must be " : "must be ";
            return refuse(tree, key, what + leaf.description() + (tree instanceof Tree.Scalar ? ", not empty" : ""));
        }
        try {
            return leaf.reader().read(scalar.text(), tree instanceof Tree.Given ? Flags.DIRECTORY : directory);
        } catch (Leaf.Refused e) {
            String message = String.valueOf(e.getMessage());
            return refuse(
                    scalar,
                    key,
                    message.isEmpty()
                            ? "is '" + shown(type, scalar.text()) + "': must be " + leaf.description()
                            : message);
        }
    }

    private static String shown(Type type, String text) {
        int most = 100;
        String value = type == Secret.class ? "***" : text;
        return value.length() <= most ? value : value.substring(0, most) + "…";
    }

    private @Nullable Object refuse(Tree tree, String key, String message) {
        problems.add(new ConfigProblem(tree.origin(), key, message));
        return null;
    }

    private @Nullable Object construct(Class<?> type, @Nullable Object[] values, String origin, String key) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AtollException || e.getCause() instanceof IllegalArgumentException) {
                problems.add(new ConfigProblem(
                        origin, key, "is refused: " + e.getCause().getMessage()));
                return null;
            }
            throw new AssertionError("record " + type + " failed at '" + key + "'", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("record " + type + " cannot be made", e);
        }
    }
}
