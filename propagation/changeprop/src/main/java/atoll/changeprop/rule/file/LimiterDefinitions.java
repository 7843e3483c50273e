package atoll.changeprop.rule.file;

import atoll.changeprop.rule.Rule;
import atoll.work.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The limiters that rules refer to: a map `limiters` outside of rules, by name, each with one window or a list of
/// them.
///
/// ```yaml
/// limiters:
///   failures: {interval: 86400, limit: 50, precision: 3600}   # seconds; precision may be absent
/// ```
final class LimiterDefinitions {
    static final String KEY = "limiters";

    private static final Set<String> WINDOW = Set.of("interval", "limit", "precision");
    private static final String EXAMPLE = "(example: {interval: 86400, limit: 50})";
    private static final int LONGEST_SECONDS = 7 * 86_400;
    private static final int LARGEST_LIMIT = 1_000_000;
    private static final int MOST_WINDOWS = 10;

    private final Map<String, Limiter> byName = new LinkedHashMap<>();
    private final List<Problem> problems;
    private final List<Problem> notes;

    LimiterDefinitions(List<Problem> problems, List<Problem> notes) {
        this.problems = problems;
        this.notes = notes;
    }

    /// Takes them over from a map that is no rule, if it has any.
    void find(String file, Yaml.Mapping map) {
        if (map.get(KEY) instanceof Yaml.Mapping definitions) {
            YamlFields all = new YamlFields(file, "", map, problems, notes).inner(KEY, definitions);
            all.keys().forEach(name -> read(all, name));
        }
    }

    private void read(YamlFields all, String name) {
        Yaml written = all.yaml(name);
        List<Yaml> items =
                written instanceof Yaml.Sequence list ? list.items() : written == null ? List.of() : List.of(written);
        if (items.isEmpty() || items.size() > MOST_WINDOWS) {
            all.problem(name, null, "needs one to " + MOST_WINDOWS + " windows " + EXAMPLE);
            return;
        }
        List<Limiter.Window> windows = new ArrayList<>();
        for (Yaml item : items) {
            Limiter.Window window = window(all, name, item);
            if (window != null) {
                windows.add(window);
            }
        }
        if (windows.size() == items.size() && byName.putIfAbsent(name, new Limiter(name, windows)) != null) {
            all.problem(name, null, "a limiter of this name is there already; rename one");
        }
    }

    private static Limiter.@Nullable Window window(YamlFields all, String name, Yaml written) {
        if (!(written instanceof Yaml.Mapping map)) {
            all.problem(name, written.plain(), "must be a map " + EXAMPLE);
            return null;
        }
        int before = all.problemCount();
        YamlFields fields = all.inner(name, map);
        fields.checkKeys(WINDOW, Set.of());
        for (String key : List.of("interval", "limit")) {
            if (fields.yaml(key) == null) {
                fields.problem(key, null, "is missing");
            }
        }
        Duration interval = Duration.ofSeconds(fields.whole("interval", 1, 1, LONGEST_SECONDS));
        int limit = fields.whole("limit", 1, 1, LARGEST_LIMIT);
        int precision = fields.whole("precision", 0, 1, LONGEST_SECONDS);
        if (all.problemCount() > before) {
            return null;
        }
        try {
            return precision == 0
                    ? Limiter.Window.of(interval, limit)
                    : new Limiter.Window(interval, limit, Duration.ofSeconds(precision));
        } catch (IllegalArgumentException e) {
            all.problem(name, null, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /// The rule with the limiters it refers to; one that is not defined is a problem.
    Rule attach(YamlFields fields, Rule rule) {
        List<Limiter> limiters = new ArrayList<>();
        for (String name : rule.limiters().keySet()) {
            Limiter limiter = byName.get(name);
            if (limiter == null) {
                String known = byName.keySet().stream().sorted().collect(Collectors.joining("', '"));
                fields.problem(
                        KEY,
                        name,
                        "no limiter of this name is defined "
                                + (known.isEmpty() ? "(there are none)" : "(there is '" + known + "')")
                                + "; define it in a map 'limiters' beside the rules");
            } else {
                limiters.add(limiter);
            }
        }
        return limiters.isEmpty() ? rule : rule.with(rule.policy().withLimiters(limiters));
    }
}
