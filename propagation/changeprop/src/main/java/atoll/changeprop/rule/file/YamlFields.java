package atoll.changeprop.rule.file;

import atoll.base.config.Nearest;
import atoll.changeprop.rule.template.Template;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys of one rule, or of a map inside it, read by type. What does not fit becomes a [Problem] and the default is
/// returned, so that reading goes on and finds the next problem.
final class YamlFields {
    private static final int MOST_PROBLEMS = 10_000;

    private final String file;
    private final String rule;
    private final String prefix;
    private final Yaml.Mapping map;
    private final List<Problem> problems;
    private final List<Problem> notes;

    YamlFields(String file, String rule, Yaml.Mapping map, List<Problem> problems, List<Problem> notes) {
        this(file, rule, "", map, problems, notes);
    }

    private YamlFields(
            String file, String rule, String prefix, Yaml.Mapping map, List<Problem> problems, List<Problem> notes) {
        this.file = file;
        this.rule = rule;
        this.prefix = prefix;
        this.map = map;
        this.problems = problems;
        this.notes = notes;
    }

    /// The same for a map inside this one.
    ///
    /// @param name of the map, for problems
    YamlFields inner(String name, Yaml.Mapping inner) {
        return new YamlFields(file, rule, prefix + name + ".", inner, problems, notes);
    }

    String rule() {
        return rule;
    }

    Collection<String> keys() {
        return map.entries().keySet();
    }

    /// Null if nothing is written.
    @Nullable
    Yaml yaml(String key) {
        Yaml value = map.get(key);
        return value instanceof Yaml.Scalar scalar && scalar.value() == null ? null : value;
    }

    @Nullable
    Object get(String key) {
        Yaml value = yaml(key);
        return value == null ? null : value.plain();
    }

    void problem(String key, @Nullable Object value, String allowed) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problemOf(key, value, allowed));
        }
    }

    void note(String key, String text) {
        if (notes.size() < MOST_PROBLEMS) {
            notes.add(problemOf(key, null, text));
        }
    }

    private Problem problemOf(String key, @Nullable Object value, String allowed) {
        Yaml.Entry entry = map.entries().getOrDefault(key, map.entries().get(key.split("[.\\[]", 2)[0]));
        int line = entry == null ? map.line() : entry.line();
        String text = value == null || value instanceof Collection<?> ? "" : String.valueOf(value);
        return new Problem(file, line, rule, prefix + key, text, allowed);
    }

    int problemCount() {
        return problems.size();
    }

    /// Reports the keys that nobody knows, and notes those that mean nothing.
    void checkKeys(Set<String> known, Set<String> withoutEffect) {
        for (String key : keys()) {
            if (withoutEffect.contains(key)) {
                note(key, "has no effect in Atoll");
            } else if (!known.contains(key)) {
                String near = Nearest.of(key, known);
                problem(key, get(key), "unknown key" + (near == null ? "" : "; did you mean '" + near + "'?"));
            }
        }
    }

    int whole(String key, int absent, int least, int most) {
        return (int) number(key, absent, least, most, true);
    }

    /// A number; change-propagation's quoted numbers are numbers, too.
    double number(String key, double absent, double least, double most, boolean whole) {
        Object value = get(key);
        if (value == null) {
            return absent;
        }
        BigDecimal number = parsed(value);
        boolean fits = number != null
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0
                && (!whole || number.stripTrailingZeros().scale() <= 0);
        if (!fits) {
            String range = BigDecimal.valueOf(least).stripTrailingZeros().toPlainString() + " to "
                    + BigDecimal.valueOf(most).stripTrailingZeros().toPlainString();
            problem(key, value, "must be a " + (whole ? "whole " : "") + "number from " + range);
            return absent;
        }
        return Objects.requireNonNull(number).doubleValue();
    }

    boolean truth(String key, boolean absent) {
        Object value = get(key);
        if (value == null) {
            return absent;
        }
        if (!value.equals(true) && !value.equals(false) && !value.equals("true") && !value.equals("false")) {
            problem(key, value, "must be true or false");
            return absent;
        }
        return value.toString().equals("true");
    }

    /// One text or number, or a list of them.
    List<String> texts(String key) {
        Object value = get(key);
        List<?> items = value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof String || item instanceof Number) {
                texts.add(item.toString());
            } else {
                problem(key, String.valueOf(item), "must be a text or a list of texts");
            }
        }
        return texts;
    }

    /// A map inside; null if it is absent or something else.
    @Nullable
    YamlFields map(String key, String example) {
        Yaml value = yaml(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Yaml.Mapping mapping) {
            return inner(key, mapping);
        }
        problem(key, value.plain(), "must be a map (example: " + example + ")");
        return null;
    }

    /// A template; null if it is absent or malformed.
    @Nullable
    Template template(String key) {
        Object value = get(key);
        if (value == null) {
            return null;
        }
        try {
            return Template.parse(value);
        } catch (IllegalArgumentException e) {
            problem(key, value, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable BigDecimal parsed(Object value) {
        if (!(value instanceof Number) && !(value instanceof String)) {
            return null;
        }
        try {
            String text = value.toString().strip();
            return text.length() > 40 ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
