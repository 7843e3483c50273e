package atoll.changeprop.rule;

import atoll.work.RulePolicy;
import java.util.List;
import java.util.Set;

/// Which events lead to which requests.
///
/// @param topics streams to read, by name without datacenter prefix
/// @param excludeTopics exact names taken out again
/// @param policy how often and how fast
/// @param retryOn statuses worth another attempt
/// @param ignore statuses that count as success
/// @param exec carried out one after the other; the delivery is done when all have succeeded
public record Rule(
        List<TopicPattern> topics,
        Set<String> excludeTopics,
        RulePolicy policy,
        StatusPatterns retryOn,
        StatusPatterns ignore,
        List<Exec> exec) {
    /// change-propagation's defaults.
    public static final StatusPatterns RETRY_ON = StatusPatterns.of("50x");

    public static final StatusPatterns IGNORE = StatusPatterns.of("412");

    /// Name of the rule that Atoll has without any configuration.
    public static final String BUILT_IN = "mediawiki_jobs";

    public Rule {
        topics = List.copyOf(topics);
        excludeTopics = Set.copyOf(excludeTopics);
        exec = List.copyOf(exec);
        if (topics.isEmpty() || exec.isEmpty()) {
            throw new IllegalArgumentException("rule '" + policy.name() + "' needs at least one topic and one exec");
        }
    }

    /// Runs every job on its wiki, four at a time: careful enough for a single wiki.
    public static Rule mediaWikiJobs() {
        return new Rule(
                List.of(TopicPattern.parse("/^mediawiki\\.job\\..+$/")),
                Set.of(),
                RulePolicy.of(BUILT_IN, 4),
                RETRY_ON,
                StatusPatterns.of(),
                List.of(new Exec.MediaWiki()));
    }

    public String name() {
        return policy.name();
    }

    /// @param stream a topic's name without datacenter prefix
    public boolean matches(String stream) {
        return !excludeTopics.contains(stream) && topics.stream().anyMatch(topic -> topic.matches(stream));
    }

    /// True if the rule needs to know where the wiki of an event lives.
    public boolean callsWiki() {
        return exec.stream().anyMatch(Exec.MediaWiki.class::isInstance);
    }
}
