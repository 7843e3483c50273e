package atoll.base.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A configuration file with every key explained and its default as a comment, written from the records themselves, so
/// that it says what the program does.
///
/// Prose begins with `# `; a key with `#` alone, so that removing that one character sets it (and the section above
/// it).
/// A key without default is written without value.
public final class DefaultFile {
    private static final int WIDTH = 100;

    private final List<String> lines = new ArrayList<>();

    private DefaultFile() {}

    /// The text for a record with `DEFAULTS`.
    public static String of(Class<? extends Record> type) {
        DefaultFile file = new DefaultFile();
        file.section(type, Schema.defaults(type), "");
        return String.join("\n", file.lines) + "\n";
    }

    private void section(Class<?> type, @Nullable Object defaults, String indent) {
        for (RecordComponent component : type.getRecordComponents()) {
            Type kind = component.getGenericType();
            @Nullable Object value = defaults == null ? null : Schema.component(component, defaults);
            String key = "#" + indent + Kebab.ofComponent(component.getName()) + ":";
            begin(component, indent);
            if (value != null && kind instanceof Class<?> nested && Schema.isSection(nested)) {
                lines.add(key);
                section(nested, value, indent + "  ");
            } else {
                prose(indent, type(kind));
                elements(kind, indent);
                lines.add(value == null ? key : key + " " + written(value));
            }
        }
    }

    private void begin(RecordComponent component, String indent) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        String doc = Schema.doc(component);
        if (!doc.isEmpty()) {
            prose(indent, doc);
        }
    }

    /// The keys of a section that is absent by default, or of each element of a list or map of sections.
    private void elements(Type kind, String indent) {
        if (element(kind) instanceof Class<?> section && Schema.isSection(section)) {
            for (RecordComponent component : section.getRecordComponents()) {
                prose(
                        indent + "  ",
                        Kebab.ofComponent(component.getName()) + ": " + Schema.doc(component) + " ("
                                + type(component.getGenericType())
                                + (Schema.isOptional(component) ? ", may be left out" : "") + ")");
            }
        }
    }

    private static @Nullable Type element(Type kind) {
        if (kind instanceof Class<?>) {
            return kind;
        }
        @Nullable Type element = Schema.elementOfList(kind);
        return element == null ? Schema.valueOfMap(kind) : element;
    }

    private static String type(Type kind) {
        return Schema.describe(kind);
    }

    private static String written(Object value) {
        return switch (value) {
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case Collection<?> list when list.isEmpty() -> "[]";
            default -> Schema.format(value);
        };
    }

    private void prose(String indent, String text) {
        StringBuilder line = new StringBuilder("# " + indent);
        int empty = line.length();
        for (String word : text.split(" ")) {
            if (line.length() > empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
                line.append("# ").append(indent);
            }
            line.append(line.length() > empty ? " " : "").append(word);
        }
        lines.add(line.toString());
    }
}
