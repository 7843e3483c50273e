package atoll.changeprop.rule.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The keys of one rule, or of a map inside it, read by type. What does not fit becomes a [Problem] and the default is
/// returned, so that reading goes on and finds the next problem.
final class YamlFields {
    private final String file;
    private final String rule;
    private final Map<String, @Nullable Object> fields;
    private final List<Problem> problems;
    private final List<Problem> notes;

    YamlFields(String file, String rule, Map<?, ?> map, List<Problem> problems, List<Problem> notes) {
        this.file = file;
        this.rule = rule;
        this.fields = merged(map);
        this.problems = problems;
        this.notes = notes;
    }

    /// The same for a map inside this one.
    YamlFields inner(Map<?, ?> map) {
        return new YamlFields(file, rule, map, problems, notes);
    }

    String rule() {
        return rule;
    }

    Collection<String> keys() {
        return fields.keySet();
    }

    @Nullable
    Object get(String key) {
        return fields.get(key);
    }

    void problem(String key, @Nullable Object value, String allowed) {
        problems.add(new Problem(file, rule, key, value == null ? "" : String.valueOf(value), allowed));
    }

    void note(String key, String text) {
        notes.add(new Problem(file, rule, key, "", text));
    }

    int problemCount() {
        return problems.size();
    }

    int whole(String key, int absent, int least, int most) {
        return (int) number(key, absent, least, most, true);
    }

    /// A number; YAML's quoted numbers are numbers, too.
    double number(String key, double absent, double least, double most, boolean whole) {
        Object value = fields.get(key);
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

    /// One text or number, or a list of them.
    List<String> texts(String key) {
        Object value = fields.get(key);
        List<?> items = value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof String || item instanceof Number) {
                texts.add(item.toString());
            } else {
                problem(key, item, "must be a text or a list of texts");
            }
        }
        return texts;
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

    /// YAML's merge key `<<` puts the keys of other maps under a map's own.
    private static Map<String, @Nullable Object> merged(Map<?, ?> map) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        Object merge = map.get("<<");
        List<?> sources = merge instanceof List<?> list ? list.reversed() : merge == null ? List.of() : List.of(merge);
        for (Object source : sources) {
            if (source instanceof Map<?, ?> other) {
                other.forEach((key, value) -> all.put(String.valueOf(key), value));
            }
        }
        map.forEach((key, value) -> {
            if (!"<<".equals(key)) {
                all.put(String.valueOf(key), value);
            }
        });
        return all;
    }
}
