package atoll.work.ledger;

import atoll.log.Batch;
import atoll.log.NewRecord;
import atoll.log.PartitionDamaged;
import atoll.work.Announcements;
import atoll.work.Announcements.Setback;
import atoll.work.AnswerExcerpt;
import atoll.work.DeliveryId;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What others are told with the open batch. Bounded: of a batch with very many or large events only the first are
/// announced; nothing in Atoll depends on it. Not thread-safe.
final class Outbox {
    private static final long MOST_BYTES = 8L << 20;

    private Announcements announcements = Announcements.NONE;
    private final List<NewRecord> records = new ArrayList<>();
    private final Map<Long, AnswerExcerpt> answers = new HashMap<>();
    private long bytes;

    void announce(Announcements to) {
        announcements = to;
    }

    /// What was answered to a delivery's attempt, before it is decided what that means.
    void answered(long offset, @Nullable AnswerExcerpt answer) {
        if (answer != null && announcements.isHeard()) {
            answers.put(offset, answer);
        }
    }

    /// A decision that others want to hear of.
    boolean wants(Decision decision) {
        return announcements.isHeard()
                && bytes < MOST_BYTES
                && (decision instanceof Decision.RetryAt || decision instanceof Decision.Died);
    }

    /// @param entry after the decision
    void add(
            DeliveryId id,
            Decision decision,
            Entry entry,
            Supplier<byte[]> event,
            @Nullable RulePolicy policy,
            Instant now) {
        int left = policy == null ? 0 : Math.max(0, policy.retryLimit() - entry.attempts());
        byte[] bytes = known(event);
        AnswerExcerpt answer = answers.remove(entry.offset());
        tell(
                switch (decision) {
                    case Decision.RetryAt d ->
                        new Setback(id, entry.delivery(), bytes, d.status(), d.detail(), answer, left, d.due(), now);
                    case Decision.Died d ->
                        new Setback(id, entry.delivery(), bytes, d.status(), d.detail(), answer, 0, null, now);
                    default -> throw new AssertionError("nobody is told of " + decision);
                });
    }

    private void tell(Setback setback) {
        for (NewRecord record : announcements.about(setback)) {
            records.add(record);
            bytes += record.value().length;
        }
    }

    private static byte[] known(Supplier<byte[]> event) {
        try {
            return event.get();
        } catch (PartitionDamaged e) {
            // That the event is lost is what the decision says.
            return Events.NOTHING;
        }
    }

    /// The decisions' record, and with it what is announced.
    Batch with(NewRecord decisions) {
        List<NewRecord> all = new ArrayList<>(records.size() + 1);
        all.add(decisions);
        all.addAll(records);
        return Batch.of(all);
    }

    void clear() {
        records.clear();
        answers.clear();
        bytes = 0;
    }
}
