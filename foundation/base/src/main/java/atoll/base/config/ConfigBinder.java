package atoll.base.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Binds YAML text and flags to a record with nested records.
///
/// Keys are the components' names in kebab-case. A component may be a String, int, long, double, boolean, [Duration],
/// [DataSize], [java.nio.file.Path], [java.net.URI] (with scheme), [Secret], enum, List, Map with String keys, or a
/// record of these. What is not given comes from the surrounding record's `DEFAULTS`, then from the record's own
/// (`public static final` of its type); a component without default must be given unless it is `@Nullable`.
///
/// All problems are reported at once: unknown and repeated keys, missing and unreadable values, and what the records'
/// own constructors refuse. Stateless.
public final class ConfigBinder {
    private ConfigBinder() {}

    /// The record, and the origin of each value. Throws [ConfigInvalid] with all problems.
    public static <R extends Record> Bound<R> bind(Class<R> type, ConfigText text, List<ConfigFlag> flags) {
        List<ConfigProblem> problems = new ArrayList<>();
        Tree.Mapping tree = YamlTree.read(text, problems);
        Flags.merge(flags, tree, problems);
        RecordReader reader = new RecordReader(text.directory(), Schema.keys(type), problems);
        @Nullable Object value = reader.read(type, tree, "", Schema.defaults(type));
        if (value == null || !problems.isEmpty()) {
            throw new ConfigInvalid(problems);
        }
        return new Bound<>(type.cast(value), reader.settings());
    }
}
