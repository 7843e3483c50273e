package atoll.changeprop.rule;

import atoll.changeprop.rule.Rule.Verdict;
import atoll.changeprop.rule.match.Match;
import atoll.changeprop.rule.match.Pruned;
import atoll.changeprop.rule.template.EventView;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The rules that read one stream, ready to decide about its events. Immutable; safe for use by many threads.
///
/// An event's bytes are read once for all rules, and only the fields that a rule looks at; if none looks at any, they
/// are not read at all. A rule that does not match costs no allocation, apart from what an expression needs that has no
/// literal part.
public final class StreamRules {
    public static final StreamRules NONE = new StreamRules(List.of(), "");

    private final List<Rule> rules;
    private final String ruleSet;
    private final Pruned pruned;
    private final Selection all;
    private final boolean isUnconditional;

    StreamRules(List<Rule> rules, String ruleSet) {
        this.rules = List.copyOf(rules);
        this.ruleSet = ruleSet;
        List<Match> conditions = new ArrayList<>();
        for (Rule rule : rules) {
            conditions.addAll(rule.conditions());
            if (!rule.excludes().isEmpty()) {
                conditions.add(Exclusions.FIELDS);
            }
        }
        this.pruned = Pruned.of(conditions);
        this.isUnconditional = pruned.isNothing() && rules.stream().noneMatch(StreamRules::samples);
        this.all = new Selection(this.rules, 0, 0);
    }

    /// What the rules make of an event.
    ///
    /// @param rules that want it, in the order written
    /// @param excluded how many of the others match, but exclude it
    /// @param sampledOut how many of the others match, but do not take it into their sample
    public record Selection(List<Rule> rules, int excluded, int sampledOut) {}

    public List<Rule> rules() {
        return rules;
    }

    /// Hash of the whole set that they are of.
    public String ruleSet() {
        return ruleSet;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// @param isCanary true if the event's domain is `canary`
    public Selection select(EventView event, boolean isCanary) {
        if (isUnconditional && !isCanary) {
            return all;
        }
        JsonNode fields = pruned.isNothing() ? MissingNode.getInstance() : pruned.read(event.bytes());
        List<Rule> selected = List.of();
        int excluded = 0;
        int sampledOut = 0;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            switch (isCanary && rule.discardsCanaries() ? Verdict.CANARY : rule.decide(fields, event)) {
                case SELECTED -> {
                    selected = selected.isEmpty() ? new ArrayList<>() : selected;
                    selected.add(rule);
                }
                case EXCLUDED -> excluded++;
                case SAMPLED_OUT -> sampledOut++;
                case UNMATCHED, CANARY -> {}
            }
        }
        return new Selection(selected, excluded, sampledOut);
    }

    private static boolean samples(Rule rule) {
        return rule.cases().stream().anyMatch(each -> each.sample() != null);
    }
}
