package atoll.changeprop.admission;

import atoll.changeprop.rule.StreamRules;
import atoll.log.TopicPartition;

/// Where admission stands in one partition of a stream. Changes only when a batch is durable.
final class StreamReader {
    private final TopicPartition partition;
    private final String stream;
    private long next;
    private AdmissionCounts counts;
    private StreamRules rules;
    private long restUntilNanos;
    private boolean resting;

    StreamReader(TopicPartition partition, String stream, long next, AdmissionCounts counts, StreamRules rules) {
        this.partition = partition;
        this.stream = stream;
        this.next = next;
        this.counts = counts;
        this.rules = rules;
    }

    TopicPartition partition() {
        return partition;
    }

    /// The topic's name without datacenter prefix.
    String stream() {
        return stream;
    }

    /// Offset of the first record that is not admitted.
    long next() {
        return next;
    }

    AdmissionCounts counts() {
        return counts;
    }

    StreamRules rules() {
        return rules;
    }

    void use(StreamRules newRules) {
        rules = newRules;
    }

    void moveTo(long newNext, AdmissionCounts newCounts) {
        next = newNext;
        counts = newCounts;
    }

    void restUntil(long nanos) {
        restUntilNanos = nanos;
        resting = true;
    }

    boolean isResting(long nowNanos) {
        resting = resting && restUntilNanos - nowNanos > 0;
        return resting;
    }
}
