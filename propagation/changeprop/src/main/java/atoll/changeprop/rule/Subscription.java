package atoll.changeprop.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The streams a rule reads.
///
/// @param topics by name without datacenter prefix
/// @param exclude exact names taken out again
public record Subscription(List<TopicPattern> topics, Set<String> exclude) {
    public Subscription {
        topics = List.copyOf(topics);
        exclude = Set.copyOf(exclude);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("a rule needs at least one topic");
        }
    }

    /// @param topics names, or `/expressions/`
    public static Subscription of(String... topics) {
        return new Subscription(Arrays.stream(topics).map(TopicPattern::parse).toList(), Set.of());
    }

    /// @param stream a topic's name without datacenter prefix
    public boolean covers(String stream) {
        return !exclude.contains(stream) && topics.stream().anyMatch(topic -> topic.matches(stream));
    }
}
