package atoll.server.demo;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.changeprop.admission.AdmissionCounts;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import atoll.server.admin.balance.Balance;
import atoll.server.node.Atoll;
import atoll.work.ledger.state.State;
import atoll.work.owner.WorkView;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where everything is at one moment.
///
/// @param at when it was read
/// @param streams the balance of each topic
/// @param oldest when the oldest delivery that could run now was received; null if there is none
/// @param inFlight attempts under way
record Reading(
        Instant at, Map<String, Balance> streams, @Nullable Instant oldest, int inFlight) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Work(
            List<WorkView.QueueRow> rows, @Nullable Instant oldest, int inFlight) {}

    /// The ledger is read before admission, admission before the log: what is found finished was accepted before, so
    /// that nothing open means that really nothing was.
    static Reading of(Atoll atoll, String datacenter, TimeSource time) throws InterruptedException {
        Work work = atoll.owner()
                .ask(view -> new Work(view.queue(), view.oldest(), view.inFlight()), Deadline.after(time, PATIENCE));
        Map<String, Map<State, Long>> states = new HashMap<>();
        for (WorkView.QueueRow row : work.rows) {
            Map<State, Long> counts = states.computeIfAbsent(row.key().topic(), _ -> new EnumMap<>(State.class));
            row.counts().forEach((state, count) -> counts.merge(state, count, Long::sum));
        }
        Map<String, AdmissionCounts> admitted = new HashMap<>();
        atoll.admission()
                .topics()
                .forEach(topic -> admitted.put(topic, atoll.admission().counts(topic)));
        Map<String, Balance> streams = new TreeMap<>();
        for (String topic : atoll.log().topics()) {
            if (topic.startsWith(datacenter + ".")) {
                AdmissionCounts counts = admitted.getOrDefault(topic, AdmissionCounts.NONE);
                Map<State, Long> byState = states.getOrDefault(topic, Map.of());
                long known =
                        byState.values().stream().mapToLong(Long::longValue).sum();
                long accepted = accepted(atoll, topic);
                streams.put(
                        topic.substring(datacenter.length() + 1),
                        new Balance(
                                accepted,
                                counts,
                                accepted - counts.records(),
                                byState,
                                Math.max(0, counts.deliveries() - known)));
            }
        }
        return new Reading(time.instant(), streams, work.oldest, work.inFlight);
    }

    /// Offsets begin at zero and have no gaps.
    private static long accepted(Atoll atoll, String topic) {
        long sum = 0;
        int partitions = atoll.log().topic(topic).map(TopicSpec::partitions).orElse(0);
        for (int partition = 0; partition < partitions; partition++) {
            sum += atoll.log().range(new TopicPartition(topic, partition)).next();
        }
        return sum;
    }

    Balance total() {
        return streams.values().stream().reduce(Balance.NONE, Balance::plus);
    }

    /// Everything accepted has an end.
    boolean isDrained() {
        return streams.values().stream().allMatch(balance -> balance.open() == 0);
    }

    Duration oldestAge() {
        Instant since = oldest;
        Duration age = since == null ? Duration.ZERO : Duration.between(since, at);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
