package atoll.changeprop.rule.file;

import atoll.changeprop.rule.Case;
import atoll.changeprop.rule.Sample;
import atoll.changeprop.rule.match.Match;
import atoll.changeprop.rule.match.MatchParser;
import atoll.changeprop.rule.template.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what a rule does with which events: its `cases`, or the one case that the rule itself is.
final class CaseReader {
    private static final Set<String> KNOWN = Set.of("match", "match_not", "exec", "sample");
    private static final int MOST_CASES = 200;

    private final YamlFields fields;
    private final Set<Integer> unclear = new HashSet<>();

    CaseReader(YamlFields fields) {
        this.fields = fields;
    }

    /// The cases, as far as they can be read; at least one.
    List<Case> read() {
        Sample sample = sample(fields, null);
        Yaml listed = fields.yaml("cases");
        if (listed == null) {
            return List.of(one(fields, 0, sample));
        }
        if (!(listed instanceof Yaml.Sequence list)
                || list.items().isEmpty()
                || list.items().size() > MOST_CASES) {
            fields.problem("cases", null, "must be a list of 1 to " + MOST_CASES + " maps with 'match' and 'exec'");
            unclear.add(0);
            return List.of(Case.always(List.of()));
        }
        for (String key : List.of("match", "match_not", "exec")) {
            if (fields.yaml(key) != null) {
                fields.note(key, "has no effect beside 'cases'");
            }
        }
        List<Case> cases = new ArrayList<>();
        for (Yaml item : list.items()) {
            String name = "cases[" + cases.size() + "]";
            if (item instanceof Yaml.Mapping mapping) {
                YamlFields inner = fields.inner(name, mapping);
                inner.checkKeys(KNOWN, Set.of());
                cases.add(one(inner, cases.size(), sample(inner, sample)));
            } else {
                fields.problem("cases", item.plain(), "must be a list of maps with 'match' and 'exec'");
                unclear.add(cases.size());
                cases.add(Case.always(List.of()));
            }
        }
        return cases;
    }

    /// Numbers of the cases read whose events are not known, because of a problem.
    Set<Integer> unclear() {
        return Set.copyOf(unclear);
    }

    private Case one(YamlFields from, int number, @Nullable Sample sample) {
        int before = from.problemCount();
        MatchParser parser = new MatchParser(
                (path, value, allowed) -> from.problem("match" + (path.isEmpty() ? "" : "." + path), value, allowed));
        Yaml match = from.yaml("match");
        Match matches = Match.Fields.ALL;
        if (match instanceof Yaml.Mapping mapping) {
            matches = parser.parse(mapping.plain());
        } else if (match != null) {
            from.problem("match", match.plain(), "must be a map of properties to what they look like");
        }
        List<Match> matchNot = matchNot(from);
        if (from.problemCount() > before) {
            unclear.add(number);
        }
        return new Case(matches, matchNot, sample, new ExecReader(from).read());
    }

    private static List<Match> matchNot(YamlFields from) {
        Object value = from.get("match_not");
        List<?> items = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        MatchParser parser = new MatchParser(
                (path, part, allowed) -> from.problem("match_not" + (path.isEmpty() ? "" : "." + path), part, allowed));
        List<Match> matches = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                matches.add(parser.parse(map));
            } else {
                from.problem(
                        "match_not", null, "must be a map of properties to what they must not look like, or a list");
            }
        }
        return matches;
    }

    private static @Nullable Sample sample(YamlFields from, @Nullable Sample absent) {
        YamlFields inner = from.map("sample", "{rate: 0.1, hash_template: '{{message.meta.uri}}'}");
        if (inner == null) {
            return absent;
        }
        inner.checkKeys(Set.of("rate", "hash_template"), Set.of());
        if (inner.yaml("rate") == null) {
            inner.problem("rate", null, "is missing: give a number from 0.01 to 1");
        }
        double rate = inner.number("rate", 1, 0.01, 1, false);
        Template text = inner.template("hash_template");
        if (text == null) {
            if (inner.yaml("hash_template") == null) {
                inner.problem(
                        "hash_template", null, "is missing: events with the same text are taken or left together");
            }
            return absent;
        }
        int percent = (int) Math.round(rate * 100);
        return percent == 100 ? null : new Sample(percent, text);
    }
}
