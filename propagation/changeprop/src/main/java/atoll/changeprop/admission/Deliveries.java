package atoll.changeprop.admission;

import atoll.changeprop.Envelope;
import atoll.changeprop.EventTime;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.template.EventView;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.work.Delivery;
import atoll.work.LimitKey;
import atoll.work.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Makes deliveries out of events.
final class Deliveries {
    private static final String JOB_PREFIX = "mediawiki.job.";

    private Deliveries() {}

    /// @param reader that the record was read by
    static Delivery of(Rule rule, StreamReader reader, LogRecord record, Envelope envelope, EventFields event) {
        String stream = reader.stream();
        TopicPartition from = reader.partition();
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
                new Source(
                        from.topic(),
                        from.partition(),
                        record.offset(),
                        reader.rules().ruleSet()),
                limits(rule, record, id(from, record, envelope, event), received));
    }

    private static List<LimitKey> limits(Rule rule, LogRecord record, String id, Instant received) {
        if (rule.limiters().isEmpty()) {
            return List.of();
        }
        EventView plain = new EventView(record.value(), id, received);
        EventView view = rule.choose(plain).map(Rule.Choice::event).orElse(plain);
        List<LimitKey> limits = new ArrayList<>();
        rule.limiters().forEach((limiter, key) -> limits.add(LimitKey.of(limiter, key.text(view))));
        return limits;
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
