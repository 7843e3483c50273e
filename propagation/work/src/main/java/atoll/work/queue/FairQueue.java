package atoll.work.queue;

import atoll.work.RulePolicy;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.Ready;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whose turn it is inside one rule, over all partitions this process owns.
///
/// Job types take turns, and inside a type wikis do, each with its weight; a wiki's deliveries of a type keep their
/// order.
/// The rule's concurrency is counted here. A lane that may not go waits aside with its reason and costs nothing.
public final class FairQueue {
    private record LaneId(int partition, LaneKey key) {}

    private record Aside(Lane lane, Instant until) {}

    /// A lane and the place in it whose turn it is.
    public record Pick(Lane lane, Ready place) {}

    private @Nullable RulePolicy policy;
    private final Map<String, Integer> weights = new HashMap<>();
    private final Map<LaneId, Lane> lanes = new HashMap<>();
    private final Map<String, ArrayDeque<Lane>> byType = new HashMap<>();
    private final ArrayDeque<String> types = new ArrayDeque<>();
    private final PriorityQueue<Aside> aside = new PriorityQueue<>(Comparator.comparing(Aside::until));
    private int inUse;

    /// The rule as it is now; null if it is no longer loaded, then nothing of it gets a turn.
    public void policy(@Nullable RulePolicy current) {
        policy = current;
        weights.clear();
        if (current != null) {
            for (RulePolicy.Weight weight : current.weights()) {
                weights.put(weight.wiki(), weight.turns());
            }
        }
    }

    public int concurrency() {
        return policy == null ? 0 : policy.concurrency();
    }

    /// Slots taken.
    public int inUse() {
        return inUse;
    }

    public boolean hasFreeSlot() {
        return inUse < concurrency();
    }

    public void takeSlot() {
        inUse++;
    }

    public void freeSlot() {
        inUse--;
    }

    public Collection<Lane> lanes() {
        return lanes.values();
    }

    /// A lane as the index knows it.
    public void load(int partition, LaneKey key, long size) {
        Lane lane = lanes.computeIfAbsent(new LaneId(partition, key), _ -> new Lane(partition, key));
        lane.startWith(size);
        enqueue(lane);
    }

    public void add(int partition, LaneKey key, Ready place) {
        Lane lane = lanes.computeIfAbsent(new LaneId(partition, key), _ -> new Lane(partition, key));
        lane.add(place);
        enqueue(lane);
    }

    public void remove(int partition, LaneKey key, Ready place) {
        Lane lane = lanes.get(new LaneId(partition, key));
        if (lane != null) {
            lane.remove(place);
        }
    }

    /// The partition is not ours any more, or its state is folded again.
    public void forget(int partition) {
        lanes.values().removeIf(lane -> lane.partition() == partition);
        byType.values().forEach(queue -> queue.removeIf(lane -> lane.partition() == partition));
        aside.removeIf(waiting -> waiting.lane.partition() == partition);
    }

    /// The next delivery to claim, if a slot is free and a lane may go.
    public @Nullable Pick next(Instant now, Function<Lane, Turn> turn, LaneSource source) {
        bringBack(now);
        if (!hasFreeSlot()) {
            return null;
        }
        for (int i = types.size(); i > 0; i--) {
            String type = types.removeFirst();
            ArrayDeque<Lane> queue = byType.getOrDefault(type, new ArrayDeque<>());
            Lane lane = nextOf(queue, turn);
            if (queue.isEmpty()) {
                byType.remove(type);
            } else {
                types.addLast(type);
            }
            if (lane != null) {
                return new Pick(lane, lane.first(source));
            }
        }
        return null;
    }

    /// When a lane that waits aside may go, if one does.
    public @Nullable Instant nextAside() {
        Aside first = aside.peek();
        return first == null ? null : first.until;
    }

    /// Lanes that may not go, with reasons.
    public List<Lane> waiting() {
        List<Lane> waiting = new ArrayList<>();
        for (Aside lane : aside) {
            waiting.add(lane.lane);
        }
        return waiting;
    }

    /// Asks all lanes that wait aside again, because the reason may be gone.
    public void askAgain() {
        while (!aside.isEmpty()) {
            Lane lane = aside.remove().lane;
            lane.queued(false);
            lane.waitFor(null);
            enqueue(lane);
        }
    }

    private void bringBack(Instant now) {
        while (!aside.isEmpty() && !aside.element().until.isAfter(now)) {
            Lane lane = aside.remove().lane;
            lane.queued(false);
            lane.waitFor(null);
            enqueue(lane);
        }
    }

    private @Nullable Lane nextOf(ArrayDeque<Lane> queue, Function<Lane, Turn> turn) {
        for (int i = queue.size(); i > 0; i--) {
            Lane lane = queue.removeFirst();
            if (lane.size() == 0) {
                lane.queued(false);
                continue;
            }
            switch (turn.apply(lane)) {
                case Turn.Now() -> {
                    if (lane.takeTurn(weights.getOrDefault(lane.key().wiki(), 1))) {
                        queue.addLast(lane);
                    } else {
                        queue.addFirst(lane);
                    }
                    return lane;
                }
                case Turn.Skip() -> queue.addLast(lane);
                case Turn.Later(var until, var reason) -> {
                    lane.waitFor(reason);
                    aside.add(new Aside(lane, until));
                }
            }
        }
        return null;
    }

    private void enqueue(Lane lane) {
        if (lane.isQueued() || lane.size() == 0) {
            return;
        }
        lane.queued(true);
        String type = lane.key().type();
        ArrayDeque<Lane> queue = byType.get(type);
        if (queue == null) {
            queue = new ArrayDeque<>();
            byType.put(type, queue);
            types.addLast(type);
        }
        queue.addLast(lane);
    }
}
