package atoll.changeprop.executor;

import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.work.Gate;
import java.util.Optional;
import java.util.function.Supplier;

/// Holds back deliveries of rules that call the wiki while nobody has said where that wiki lives.
public final class WikiGate implements Gate {
    private final Supplier<WikiMap> wikis;
    private final Supplier<RuleSet> rules;

    public WikiGate(Supplier<WikiMap> wikis, Supplier<RuleSet> rules) {
        this.wikis = wikis;
        this.rules = rules;
    }

    @Override
    public Optional<String> closed(String rule, String wiki) {
        boolean callsWiki = rules.get().rule(rule).map(Rule::callsWiki).orElse(false);
        if (!callsWiki || wikis.get().find(wiki).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(reason(wiki));
    }

    static String reason(String wiki) {
        return "no URL is configured for wiki '" + wiki + "'; add it under wikis:";
    }
}
