package atoll.work.owner;

import atoll.base.lifecycle.Duty;
import atoll.base.time.Deadline;
import atoll.index.MemoryIndex;
import atoll.log.Batch;
import atoll.log.LogRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.log.memory.MemoryEventLog;
import atoll.testkit.time.VirtualTime;
import atoll.work.Announcements;
import atoll.work.Attempt;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.DeliveryLog;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.PartitionLedger;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.Entry;
import atoll.work.ledger.state.LedgerBatch;
import atoll.work.ledger.state.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// An owner in virtual time with a log in memory and executors that answer when the test says so.
final class OwnerBench {
    final VirtualTime time = new VirtualTime();
    final MemoryEventLog log = MemoryEventLog.stepped(time);
    final MemoryIndex index = new MemoryIndex();
    final Set<Integer> owned = new TreeSet<>(Set.of(0));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Running> running = new ArrayList<>();
    final List<String> started = new ArrayList<>();
    WorkConfig config = WorkConfig.DEFAULTS;
    Optional<String> gate = Optional.empty();
    List<RulePolicy> rules = List.of(RulePolicy.of("r", 2));
    Announcements announcements = Announcements.NONE;
    WorkOwner owner;
    private boolean commits = true;

    /// An attempt without an outcome.
    record Running(Attempt attempt, Dispatcher.Report report) {}

    OwnerBench() {
        log.createTopic(DeliveryLog.TOPIC, TopicSpec.keepAll(1));
        log.createTopic(PartitionLedger.TOPIC, TopicSpec.keepAll(1));
        owner = newOwner();
        time.onWait((wakeup, untilNanos) -> {
            while (!wakeup.isSignalled() && time.nanoTime() < untilNanos) {
                run(Duration.ofMillis(10));
            }
        });
    }

    WorkOwner newOwner() {
        return new WorkOwner(
                new WorkOwner.Ports(
                        log,
                        index,
                        time,
                        (attempt, _, report) -> start(attempt, report),
                        (_, _, _) -> gate,
                        () -> owned,
                        setback -> announcements.about(setback)),
                config,
                () -> Policies.of(rules, rules.hashCode()),
                new WorkMetrics(meters));
    }

    private void start(Attempt attempt, Dispatcher.Report report) {
        started.add(attempt.delivery().eventId() + "#" + attempt.number());
        running.add(new Running(attempt, report));
    }

    /// The process dies, and another begins.
    void restart() {
        running.clear();
        owner = newOwner();
    }

    /// From now on appends wait for the test.
    void holdAppends() {
        commits = false;
    }

    void letAppends() {
        commits = true;
    }

    /// Returns its id.
    DeliveryId arrive(Delivery delivery) {
        var appending = log.submit(
                Batch.of(new DeliveryLog(1).record(delivery, delivery.eventId().getBytes(StandardCharsets.UTF_8))));
        log.commitStep(1);
        return new DeliveryId(0, appending.offsets()[0]);
    }

    /// Steps until nothing more happens, without time passing.
    Duty.Next settle() {
        Duty.Next next = Duty.Next.NOW;
        for (int i = 0; i < 20; i++) {
            next = owner.step();
            if (commits) {
                log.commitStep(100);
            }
        }
        return next;
    }

    void run(Duration duration) {
        time.advance(duration);
        settle();
    }

    /// Answers the attempt that runs longest.
    void answer(Outcome outcome) {
        running.removeFirst().report().outcome(outcome);
        settle();
    }

    State state(DeliveryId id) {
        return entry(id).state();
    }

    Entry entry(DeliveryId id) {
        try {
            return owner.ask(view -> Optional.ofNullable(view.find(id)), Deadline.after(time, Duration.ofSeconds(5)))
                    .orElseThrow()
                    .entry();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<Decision> recorded() {
        List<Decision> decisions = new ArrayList<>();
        TopicPartition ledger = new TopicPartition(PartitionLedger.TOPIC, 0);
        for (LogRecord record : log.read(ledger, log.range(ledger).first(), 1000, 1 << 20)) {
            decisions.addAll(LedgerBatch.decode(record.value()).decisions());
        }
        return decisions;
    }

    long recorded(Class<? extends Decision> kind) {
        return recorded().stream().filter(kind::isInstance).count();
    }
}
