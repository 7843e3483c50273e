package atoll.work.ledger;

import atoll.index.MemoryIndex;
import atoll.log.Batch;
import atoll.log.TopicSpec;
import atoll.log.memory.MemoryEventLog;
import atoll.testkit.time.VirtualTime;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.DeliveryLog;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.Lanes;
import atoll.work.ledger.state.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A partition's ledger on a log in memory, driven by hand: each call is one recorded step.
final class LedgerBench {
    final VirtualTime time = new VirtualTime();
    final MemoryEventLog log = MemoryEventLog.committing(time);
    MemoryIndex index = new MemoryIndex();
    PartitionLedger ledger;
    private RulePolicy policy = RulePolicy.of("r", 10);

    LedgerBench() {
        log.createTopic(DeliveryLog.TOPIC, TopicSpec.keepAll(1));
        log.createTopic(PartitionLedger.TOPIC, TopicSpec.keepAll(1));
        ledger = open();
    }

    /// Another owner on the present index.
    PartitionLedger open() {
        ledger = new PartitionLedger(0, log, index, Lanes.NONE);
        policy(policy);
        return ledger;
    }

    void policy(RulePolicy current) {
        policy = current;
        ledger.policies(Map.of(policy.name(), policy), 1);
    }

    /// Hands a delivery over and lets it be decided. Returns its offset.
    long arrive(Delivery delivery) {
        byte[] event = delivery.eventId().getBytes(StandardCharsets.UTF_8);
        long offset =
                log.submit(Batch.of(new DeliveryLog(1).record(delivery, event))).offsets()[0];
        ledger.decideNew(now());
        record();
        return offset;
    }

    @Nullable
    Attempt claim(long offset) {
        Attempt attempt = ledger.claim(offset, now());
        record();
        return attempt;
    }

    boolean outcome(long offset, Outcome outcome) {
        boolean taken = ledger.onOutcome(new Reported(offset, entry(offset).claims(), outcome), now());
        record();
        return taken;
    }

    /// Claims it and carries it out.
    void run(long offset, Outcome outcome) {
        claim(offset);
        outcome(offset, outcome);
    }

    void due() {
        ledger.decideDue(now(), 100);
        record();
    }

    /// Forgets and carries.
    void forget(Instant horizon, int limit) {
        ledger.forgetBefore(horizon, limit, now());
        record();
    }

    /// Trims as far as is possible: records the totals, then deletes.
    void trim() {
        for (int i = 0; i < 2; i++) {
            ledger.writeView();
            index.flush();
            ledger.trim();
            record();
        }
    }

    void record() {
        ledger.submit(now(), time.newWakeup());
        ledger.settle();
    }

    Entry entry(long offset) {
        Entry entry = ledger.queries().entry(new DeliveryId(0, offset));
        if (entry == null) {
            throw new AssertionError("nothing is known of " + offset);
        }
        return entry;
    }

    State state(long offset) {
        return entry(offset).state();
    }

    Instant now() {
        return time.instant();
    }
}
