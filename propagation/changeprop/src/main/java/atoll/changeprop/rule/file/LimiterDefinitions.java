package atoll.changeprop.rule.file;

import atoll.changeprop.rule.Rule;
import atoll.work.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    void read(String file, Map<?, ?> definitions) {
        definitions.forEach((key, value) -> {
            String name = String.valueOf(key);
            List<?> written = value instanceof List<?> list ? list : Collections.singletonList(value);
            List<Limiter.Window> windows = new ArrayList<>();
            int before = problems.size();
            for (Object each : written) {
                Limiter.Window window = window(file, name, each);
                if (window != null) {
                    windows.add(window);
                }
            }
            if (windows.isEmpty() || windows.size() > MOST_WINDOWS) {
                if (problems.size() == before) {
                    problem(file, name, "", "needs one to " + MOST_WINDOWS + " windows");
                }
            } else if (byName.putIfAbsent(name, new Limiter(name, windows)) != null) {
                problem(file, name, "", "a limiter of this name is there already; rename one");
            }
        });
    }

    private Limiter.@Nullable Window window(String file, String name, @Nullable Object written) {
        if (!(written instanceof Map<?, ?> map)) {
            problem(file, name, String.valueOf(written), "must be a map (example: {interval: 86400, limit: 50})");
            return null;
        }
        int before = problems.size();
        YamlFields fields = new YamlFields(file, "", map, problems, notes);
        for (String key : fields.keys()) {
            if (!List.of("interval", "limit", "precision").contains(key)) {
                problem(file, name + "." + key, "", "unknown key: a window has 'interval', 'limit' and 'precision'");
            }
        }
        for (String key : List.of("interval", "limit")) {
            if (fields.get(key) == null) {
                problem(file, name + "." + key, "", "is missing");
            }
        }
        Duration interval = Duration.ofSeconds(fields.whole("interval", 1, 1, LONGEST_SECONDS));
        int limit = fields.whole("limit", 1, 1, LARGEST_LIMIT);
        int precision = fields.whole("precision", 0, 1, LONGEST_SECONDS);
        if (problems.size() > before) {
            return null;
        }
        try {
            return precision == 0
                    ? Limiter.Window.of(interval, limit)
                    : new Limiter.Window(interval, limit, Duration.ofSeconds(precision));
        } catch (IllegalArgumentException e) {
            problem(file, name, "", String.valueOf(e.getMessage()));
            return null;
        }
    }

    /// The rule with the limiters it refers to; one that is not defined is a problem.
    Rule attach(String file, Rule rule) {
        List<Limiter> limiters = new ArrayList<>();
        for (String name : rule.limiters().keySet()) {
            Limiter limiter = byName.get(name);
            if (limiter == null) {
                String known = byName.keySet().stream().sorted().collect(Collectors.joining("', '"));
                problems.add(new Problem(
                        file,
                        rule.name(),
                        KEY,
                        name,
                        "no limiter of this name is defined "
                                + (known.isEmpty() ? "(there are none)" : "(there are '" + known + "')")
                                + "; define it in a map 'limiters' beside the rules"));
            } else {
                limiters.add(limiter);
            }
        }
        return limiters.isEmpty() ? rule : rule.with(rule.policy().withLimiters(limiters));
    }

    private void problem(String file, String name, String value, String text) {
        problems.add(new Problem(file, "", KEY + "." + name, value, text));
    }
}
