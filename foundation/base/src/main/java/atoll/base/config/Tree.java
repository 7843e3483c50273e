package atoll.base.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Configuration text before it has types; each part remembers where it was written.
sealed interface Tree {
    String origin();

    /// @param given false for `key:` without a value, `~` and `null`
    record Scalar(String text, boolean given, String origin) implements Tree {}

    /// What flags gave for one key: one text, or several where a list is expected.
    record Given(List<Scalar> values, String origin) implements Tree {
        List<Given> each() {
            return values.stream()
                    .map(value -> new Given(List.of(value), value.origin()))
                    .toList();
        }
    }

    record Sequence(List<Tree> items, String origin) implements Tree {}

    /// Mutable while file and flags are merged.
    record Mapping(Map<String, Entry> entries, String origin) implements Tree {
        static Mapping empty(String origin) {
            return new Mapping(new LinkedHashMap<>(), origin);
        }
    }

    /// @param origin where the key was written
    record Entry(String origin, Tree value) {}
}
