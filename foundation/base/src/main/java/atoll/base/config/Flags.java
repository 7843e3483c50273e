package atoll.base.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays what was given on the command line over what the file says.
final class Flags {
    /// Relative paths in flags start in the working directory.
    static final Path DIRECTORY = Path.of("");

    private Flags() {}

    static void merge(List<ConfigFlag> flags, Tree.Mapping into, List<ConfigProblem> problems) {
        Map<String, List<Tree.Scalar>> byKey = new HashMap<>();
        for (ConfigFlag flag : flags) {
            String origin = "flag " + flag.flag();
            Tree.@Nullable Mapping section = section(into, flag, origin, problems);
            if (section != null) {
                List<Tree.Scalar> given = byKey.computeIfAbsent(flag.key(), key -> new ArrayList<>());
                given.add(new Tree.Scalar(flag.value(), true, origin));
                section.entries().put(last(flag.key()), new Tree.Entry(origin, new Tree.Given(given, origin)));
            }
        }
    }

    private static Tree.@Nullable Mapping section(
            Tree.Mapping top, ConfigFlag flag, String origin, List<ConfigProblem> problems) {
        Tree.Mapping section = top;
        String[] names = flag.key().split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            Tree.@Nullable Entry entry = section.entries().get(names[i]);
            if (entry == null || entry.value() instanceof Tree.Scalar scalar && !scalar.given()) {
                entry = new Tree.Entry(origin, Tree.Mapping.empty(origin));
                section.entries().put(names[i], entry);
            }
            if (!(entry.value() instanceof Tree.Mapping inner)) {
                problems.add(new ConfigProblem(
                        entry.value().origin(),
                        names[i],
                        "must be a section with keys below it, as " + origin + " sets '" + flag.key() + "'"));
                return null;
            }
            section = inner;
        }
        return section;
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
