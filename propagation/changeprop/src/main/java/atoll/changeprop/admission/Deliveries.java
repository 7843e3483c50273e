package atoll.changeprop.admission;

import atoll.changeprop.Envelope;
import atoll.changeprop.EventTime;
import atoll.changeprop.rule.Rule;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.work.Delivery;
import atoll.work.Source;
import java.time.Instant;

/// Makes deliveries out of events.
final class Deliveries {
    private static final String JOB_PREFIX = "mediawiki.job.";

    private Deliveries() {}

    /// @param stream the topic's name without datacenter prefix
    static Delivery of(
            Rule rule, String stream, TopicPartition from, LogRecord record, Envelope envelope, EventFields event) {
        EventTime created = event.created();
        EventTime delayUntil = event.delayUntil();
        Instant received = envelope.received();
        return new Delivery(
                rule.name(),
                stream.startsWith(JOB_PREFIX) ? stream.substring(JOB_PREFIX.length()) : stream,
                event.wiki(),
                id(from, record, envelope, event),
                event.requestId(),
                created == null ? received : created.at(),
                created != null && created.coarse(),
                received,
                delayUntil == null ? null : delayUntil.at(),
                event.dedupKey(),
                event.root(),
                new Source(from.topic(), from.partition(), record.offset()));
    }

    /// What the event is called: its own id, or the one it was given.
    static String id(TopicPartition from, LogRecord record, Envelope envelope, EventFields event) {
        String given = event.id();
        if (given != null) {
            return given;
        }
        String filled = envelope.filledId();
        return filled == null ? from + "/" + record.offset() : filled;
    }
}
