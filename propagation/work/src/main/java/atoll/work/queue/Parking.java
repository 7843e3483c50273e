package atoll.work.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lanes that wait for room in a bound, in the order in which their turn came; one whose turn was not over, or that
/// came
/// back and found the room taken, is the first.
///
/// As many come back as there is room for. One that comes back and cannot go after all has to pass the room on with
/// [#freed], or it would be lost for the others.
final class Parking {
    private record Opening(Bound bound, Instant at) {}

    private final Map<Bound, ArrayDeque<Lane>> parked = new LinkedHashMap<>();
    private final Set<Bound> freed = new LinkedHashSet<>();
    private final Set<Bound> scheduled = new HashSet<>();
    private final PriorityQueue<Opening> openings = new PriorityQueue<>(Comparator.comparing(Opening::at));

    void park(Lane lane, Bound at, Instant now) {
        ArrayDeque<Lane> lanes = parked.computeIfAbsent(at, _ -> new ArrayDeque<>());
        if (lane.hasGone || lane.isBackFor(at)) {
            lanes.addFirst(lane);
        } else {
            lanes.addLast(lane);
        }
        at.parked(1);
        scheduleOpening(at, now);
    }

    private void scheduleOpening(Bound bound, Instant now) {
        Duration opensIn = bound.opensIn();
        if (opensIn != null && scheduled.add(bound)) {
            openings.add(new Opening(bound, now.plus(opensIn)));
        }
    }

    /// There may be room.
    void freed(Bound bound) {
        if (parked.containsKey(bound)) {
            freed.add(bound);
        }
    }

    /// Some may come back.
    boolean hasRoom() {
        return !freed.isEmpty();
    }

    /// Hands back as many lanes as there is room for, the last one first, so that each can be put before the others.
    void bringBack(Instant now, Consumer<Lane> lanes) {
        while (!openings.isEmpty() && !openings.element().at.isAfter(now)) {
            Bound opened = openings.remove().bound;
            scheduled.remove(opened);
            freed(opened);
        }
        if (freed.isEmpty()) {
            return;
        }
        // A lane that comes back may pass its room on at once, which is for the next call.
        List<Bound> open = List.copyOf(freed);
        freed.clear();
        for (Bound bound : open) {
            ArrayDeque<Lane> waiting = parked.getOrDefault(bound, new ArrayDeque<>());
            ArrayDeque<Lane> back = new ArrayDeque<>();
            for (int room = bound.room(); room > 0 && !waiting.isEmpty(); room--) {
                Lane lane = waiting.removeFirst();
                bound.parked(-1);
                lane.cameBackFor(bound);
                back.addFirst(lane);
            }
            back.forEach(lanes);
            if (waiting.isEmpty()) {
                parked.remove(bound);
            } else {
                scheduleOpening(bound, now);
            }
        }
    }

    void bringAllBack(Consumer<Lane> lanes) {
        parked.forEach((bound, waiting) -> bound.parked(-waiting.size()));
        parked.values().forEach(waiting -> waiting.forEach(lanes));
        parked.clear();
        freed.clear();
        openings.clear();
        scheduled.clear();
    }

    void forget(int partition) {
        parked.forEach((bound, waiting) -> {
            int before = waiting.size();
            waiting.removeIf(lane -> lane.partition() == partition);
            bound.parked(waiting.size() - before);
        });
        parked.values().removeIf(ArrayDeque::isEmpty);
    }

    @Nullable
    Instant nextOpening() {
        Opening first = openings.peek();
        return first == null ? null : first.at;
    }

    void addAllTo(List<Lane> all) {
        for (ArrayDeque<Lane> waiting : parked.values()) {
            waiting.stream().filter(lane -> lane.size() > 0).forEach(all::add);
        }
    }
}
