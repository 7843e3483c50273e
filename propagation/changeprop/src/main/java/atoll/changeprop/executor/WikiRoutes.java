package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Outcome;
import java.util.Map;

/// Sends each wiki's jobs the way configured for that wiki.
public final class WikiRoutes implements WikiExecutor {
    private final Map<String, WikiExecutor> byWiki;
    private final WikiExecutor otherwise;

    /// @param byWiki by wiki id or domain
    /// @param otherwise for all wikis that are not in the map
    public WikiRoutes(Map<String, WikiExecutor> byWiki, WikiExecutor otherwise) {
        this.byWiki = Map.copyOf(byWiki);
        this.otherwise = otherwise;
    }

    @Override
    public Outcome execute(Attempt attempt, Rule rule, Deadline deadline) throws InterruptedException {
        return byWiki.getOrDefault(attempt.delivery().wiki(), otherwise).execute(attempt, rule, deadline);
    }
}
