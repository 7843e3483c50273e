package atoll.changeprop.handler;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The code that rules can call, by name. Immutable.
///
/// An application that has Atoll inside:
///
/// ```java
/// Handlers handlers = Handlers.of(Map.of("thumbnails", task -> {
///     renderer.render(task.event());
///     return new Outcome.Done(0, "rendered");
/// }));
/// RuleSet rules = RuleFilesOnDisk.load(config, handlers);
/// try (Atoll atoll = Atoll.start(directory, config, rules, handlers)) {
///     …
/// }
/// ```
///
/// with a rule `thumbnails: {topic: mediawiki.page-create, exec: {handler: thumbnails}}`. A rule file that names an
/// unknown handler is refused, at the start and when it is read again.
public final class Handlers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public static final Handlers NONE = new Handlers(Map.of());

    private final Map<String, Handling> byName;

    private Handlers(Map<String, Handling> byName) {
        this.byName = new TreeMap<>(byName);
    }

    /// @throws AtollException INVALID if a name is not one
    public static Handlers of(Map<String, Handling> byName) {
        for (String name : byName.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "'" + name + "' is not the name of a handler: letters, digits, '.', '_' and '-', at most 100");
            }
        }
        return new Handlers(byName);
    }

    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    public Optional<Handling> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
