package atoll.work;

import org.jspecify.annotations.Nullable;

/// Where in the event log the event of a delivery was read, and by which rules it was matched there.
///
/// @param ruleSet hash of the rule set that was in force; null in what was handed over by a program that did not say so
public record Source(
        String topic, int partition, long offset, @Nullable String ruleSet) {

    /// Without saying by which rules.
    public Source(String topic, int partition, long offset) {
        this(topic, partition, offset, null);
    }
}
