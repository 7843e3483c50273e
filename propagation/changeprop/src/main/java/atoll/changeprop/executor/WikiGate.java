package atoll.changeprop.executor;

import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.work.Gate;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Holds back deliveries of rules that call the wiki while nobody has said where that wiki lives.
public final class WikiGate implements Gate {
    private final Predicate<String> isReachable;
    private final Supplier<RuleSet> rules;

    /// @param isReachable whether there is a way to a wiki, by its id or domain
    public WikiGate(Predicate<String> isReachable, Supplier<RuleSet> rules) {
        this.isReachable = isReachable;
        this.rules = rules;
    }

    @Override
    public Optional<String> closed(String rule, String type, String wiki) {
        boolean callsWiki = rules.get().rule(rule).map(Rule::callsWiki).orElse(false);
        if (!callsWiki || isReachable.test(wiki)) {
            return Optional.empty();
        }
        return Optional.of(reason(wiki));
    }

    static String reason(String wiki) {
        return "no URL is configured for wiki '" + wiki + "'; add it under wikis:";
    }
}
