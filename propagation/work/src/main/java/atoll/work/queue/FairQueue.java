package atoll.work.queue;

import atoll.work.RulePolicy;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.Ready;
import java.time.Duration;
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
/// Job types take turns, and inside a type wikis do, each with its weight and by what its deliveries cost ([Rotation]);
/// a
/// wiki's deliveries of a type keep their order. The rule's concurrency is counted here. A lane that may not go waits
/// aside until a time, or is parked at what is full; both cost nothing.
public final class FairQueue {
    private record LaneId(int partition, LaneKey key) {}

    private record Aside(Lane lane, Instant until) {}

    /// A lane and the place in it whose turn it is.
    public record Pick(Lane lane, Ready place) {}

    private @Nullable RulePolicy policy;
    private final Map<String, Integer> weights = new HashMap<>();
    private final Map<LaneId, Lane> lanes = new HashMap<>();
    private final Map<String, Rotation> byType = new HashMap<>();
    private final ArrayDeque<Rotation> types = new ArrayDeque<>();
    private final PriorityQueue<Aside> aside = new PriorityQueue<>(Comparator.comparing(Aside::until));
    private final Parking parking = new Parking();
    private final Weights policyWeights;
    private final Rotation.Passed passed = new Rotation.Passed() {
        @Override
        public void aside(Lane lane, Turn.Later why) {
            lane.waitFor(why.reason());
            aside.add(new Aside(lane, why.until()));
            passOn(lane);
        }

        @Override
        public void full(Lane lane, Bound by) {
            lane.park(by);
            parking.park(lane, by, now);
            passOn(lane);
        }

        @Override
        public void empty(Lane lane) {
            lane.queued(false);
            passOn(lane);
        }

        @Override
        public void poor(Lane lane) {
            passOn(lane);
        }
    };
    private Instant now = Instant.MIN;
    private int inUse;

    /// What policies say about a lane's weight.
    public interface Weights {
        /// Null if they say nothing; then the rule's weight holds.
        @Nullable
        Double of(LaneKey lane);
    }

    public FairQueue(Weights policyWeights) {
        this.policyWeights = policyWeights;
    }

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

    /// A delivery of the lane was claimed: it takes a slot, and the room that the lane came back for. A lane of which
    /// nothing was claimed after all has that room still.
    public void went(Lane lane) {
        takeSlot();
        var _ = lane.passOn();
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
        byType.values()
                .forEach(rotation -> rotation.removeIf(lane -> {
                    boolean gone = lane.partition() == partition;
                    if (gone) {
                        passOn(lane);
                    }
                    return gone;
                }));
        aside.removeIf(waiting -> waiting.lane.partition() == partition);
        parking.forget(partition);
    }

    /// The bound may have room.
    public void freed(Bound bound) {
        parking.freed(bound);
    }

    /// An attempt of a lane ended.
    public void ran(int partition, LaneKey key, Duration took) {
        Lane lane = lanes.get(new LaneId(partition, key));
        if (lane != null) {
            rotationOf(key.type()).ran(lane, took);
        }
    }

    /// The next delivery to claim, if a slot is free and a lane may go.
    public @Nullable Pick next(Instant at, Function<Lane, Turn> turn, LaneSource source) {
        now = at;
        bringBack();
        while (hasFreeSlot()) {
            Lane lane = nextOfAllTypes(turn);
            if (lane != null) {
                return new Pick(lane, lane.first(source));
            }
            if (!parking.hasRoom()) {
                return null;
            }
            // A lane that came back could not go: its room is offered to the next one.
            bringBack();
        }
        return null;
    }

    private @Nullable Lane nextOfAllTypes(Function<Lane, Turn> turn) {
        for (int i = types.size(); i > 0; i--) {
            Rotation rotation = types.removeFirst();
            Lane lane = rotation.next(turn, passed);
            rotation.isListed = !rotation.isEmpty();
            if (rotation.isListed) {
                types.addLast(rotation);
            }
            if (lane != null) {
                return lane;
            }
        }
        return null;
    }

    /// When a lane that waits aside may go, if one does.
    public @Nullable Instant nextAside() {
        Aside first = aside.peek();
        Instant opening = parking.nextOpening();
        if (first == null || opening == null) {
            return first == null ? opening : first.until;
        }
        return opening.isBefore(first.until) ? opening : first.until;
    }

    /// Lanes that may not go, with reasons.
    public List<Lane> waiting() {
        List<Lane> waiting = new ArrayList<>();
        for (Aside lane : aside) {
            waiting.add(lane.lane);
        }
        parking.addAllTo(waiting);
        return waiting;
    }

    /// Asks all lanes that wait aside or are parked again, because the reason may be gone.
    public void askAgain() {
        while (!aside.isEmpty()) {
            comeBack(aside.remove().lane);
        }
        parking.bringAllBack(this::comeBack);
    }

    private void bringBack() {
        while (!aside.isEmpty() && !aside.element().until.isAfter(now)) {
            comeBack(aside.remove().lane);
        }
        parking.bringBack(now, this::comeBackFirst);
    }

    private void comeBack(Lane lane) {
        goOn(lane);
        enqueue(lane);
    }

    /// In the place it had when it was parked.
    private void comeBackFirst(Lane lane) {
        goOn(lane);
        if (lane.size() == 0) {
            passOn(lane);
            return;
        }
        lane.queued(true);
        inTurn(lane.key().type()).addFirst(lane);
    }

    private static void goOn(Lane lane) {
        lane.queued(false);
        lane.waitFor(null);
        lane.park(null);
    }

    /// Room that the lane came back for and did not use is for the next one.
    private void passOn(Lane lane) {
        Bound unused = lane.passOn();
        if (unused != null) {
            parking.freed(unused);
        }
    }

    private void enqueue(Lane lane) {
        if (lane.isQueued() || lane.size() == 0) {
            return;
        }
        lane.queued(true);
        inTurn(lane.key().type()).addLast(lane);
    }

    /// The type's rotation, which from now on has its turns.
    private Rotation inTurn(String type) {
        Rotation rotation = rotationOf(type);
        if (!rotation.isListed) {
            rotation.isListed = true;
            types.addLast(rotation);
        }
        return rotation;
    }

    private Rotation rotationOf(String type) {
        return byType.computeIfAbsent(type, _ -> new Rotation(this::weightOf));
    }

    private double weightOf(Lane lane) {
        Double byPolicy = policyWeights.of(lane.key());
        return byPolicy == null ? Math.max(1, weights.getOrDefault(lane.key().wiki(), 1)) : byPolicy;
    }
}
