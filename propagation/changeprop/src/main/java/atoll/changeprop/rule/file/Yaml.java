package atoll.changeprop.rule.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of a YAML text. Parts that an alias repeats are one object.
sealed interface Yaml {

    /// Where it starts, from 1.
    int line();

    /// How many parts it has with aliases written out.
    long size();

    /// As maps, lists, texts, numbers and booleans.
    @Nullable
    Object plain();

    /// @param value a text, number or boolean; null if nothing is written
    record Scalar(@Nullable Object value, int line) implements Yaml {
        @Override
        public long size() {
            return 1;
        }

        @Override
        public @Nullable Object plain() {
            return value;
        }
    }

    record Sequence(List<Yaml> items, int line, long size) implements Yaml {
        Sequence(List<Yaml> items, int line) {
            this(List.copyOf(items), line, items.stream().mapToLong(Yaml::size).sum() + 1);
        }

        @Override
        public Object plain() {
            List<@Nullable Object> plain = new ArrayList<>(items.size());
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    record Mapping(Map<String, Entry> entries, int line, long size) implements Yaml {
        Mapping(Map<String, Entry> entries, int line) {
            this(
                    Collections.unmodifiableMap(new LinkedHashMap<>(entries)),
                    line,
                    entries.values().stream()
                                    .mapToLong(entry -> entry.value().size())
                                    .sum()
                            + 1);
        }

        /// Null if the key is not there.
        @Nullable
        Yaml get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            entries.forEach((key, entry) -> plain.put(key, entry.value().plain()));
            return plain;
        }
    }

    /// @param line where the key stands
    record Entry(int line, Yaml value) {}
}
