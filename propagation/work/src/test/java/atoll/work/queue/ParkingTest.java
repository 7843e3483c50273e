package atoll.work.queue;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.work.Deliveries;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.Ready;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Lanes that find a bound full, and come back when there is room.
class ParkingTest {
    private final FairQueue queue = new FairQueue(_ -> null);
    private final Room wide = new Room("wide");
    private final Room narrow = new Room("narrow");
    private final Map<String, List<Room>> bounds = new HashMap<>();
    private final List<String> started = new ArrayList<>();
    private Instant now = Deliveries.START;
    private long offsets;

    /// A bound as a test wants it.
    private static final class Room implements Bound {
        private final String name;
        private int free;
        private int parked;
        private @Nullable Duration opensIn;

        Room(String name) {
            this.name = name;
        }

        @Override
        public int room() {
            return free;
        }

        @Override
        public @Nullable Duration opensIn() {
            return opensIn;
        }

        @Override
        public void parked(int change) {
            parked += change;
            assertThat(parked).isNotNegative();
        }

        @Override
        public String reason() {
            return name + " is full";
        }
    }

    @BeforeEach
    void manySlots() {
        queue.policy(RulePolicy.of("r", 1_000));
    }

    private void add(String wiki, int count, Room... within) {
        bounds.put(wiki, List.of(within));
        for (int i = 0; i < count; i++) {
            queue.add(0, new LaneKey("r", "t", wiki), new Ready(++offsets, offsets));
        }
    }

    private Turn turnOf(Lane lane) {
        for (Room room : bounds.getOrDefault(lane.key().wiki(), List.of())) {
            if (room.free <= 0) {
                return new Turn.Full(room);
            }
        }
        return Turn.NOW;
    }

    /// Starts all that may start; returns their wikis.
    private List<String> fill() {
        started.clear();
        FairQueue.Pick pick = queue.next(now, this::turnOf, (_, _, _) -> List.of());
        while (pick != null) {
            String wiki = pick.lane().key().wiki();
            started.add(wiki);
            bounds.getOrDefault(wiki, List.of()).forEach(room -> room.free--);
            queue.went(pick.lane());
            queue.remove(0, pick.lane().key(), pick.place());
            pick = queue.next(now, this::turnOf, (_, _, _) -> List.of());
        }
        return List.copyOf(started);
    }

    private void free(Room room, int slots) {
        room.free += slots;
        queue.freed(room);
    }

    @Test
    void onlyAsManyComeBackAsThereIsRoomForAndInTheirOrder() {
        for (String wiki : List.of("a", "b", "c", "d")) {
            add(wiki, 1, wide);
        }
        assertThat(fill()).isEmpty();
        assertThat(wide.parked).isEqualTo(4);
        assertThat(queue.waiting()).extracting(Lane::waitsFor).containsOnly("wide is full");
        free(wide, 2);
        assertThat(fill()).containsExactly("a", "b");
        assertThat(wide.parked).isEqualTo(2);
        free(wide, 5);
        assertThat(fill()).containsExactly("c", "d");
        assertThat(wide.parked).isZero();
    }

    @Test
    void roomThatTheFirstCannotUseIsForTheNext() {
        narrow.free = 1;
        add("both", 2, narrow, wide);
        add("other", 1, wide);
        assertThat(fill()).isEmpty();
        narrow.free = 0;
        free(wide, 1);
        assertThat(fill())
                .as("'both' came back first, but is held by the narrow one")
                .containsExactly("other");
        free(wide, 1);
        free(narrow, 1);
        assertThat(fill()).containsExactly("both");
    }

    @Test
    void roomOfALaneThatHasNothingLeftToDoIsForTheNext() {
        add("empty", 1, wide);
        add("other", 1, wide);
        assertThat(fill()).isEmpty();
        queue.remove(0, new LaneKey("r", "t", "empty"), new Ready(1, 1));
        free(wide, 1);
        assertThat(fill()).containsExactly("other");
        add("empty", 1, wide);
        free(wide, 1);
        assertThat(fill()).containsExactly("empty");
    }

    @Test
    void roomOfALaneThatWentWithItsPartitionIsForTheNext() {
        add("gone", 1, wide);
        bounds.put("other", List.of(wide));
        queue.add(1, new LaneKey("r", "t", "other"), new Ready(9, 9));
        assertThat(fill()).isEmpty();
        free(wide, 1);
        queue.policy(RulePolicy.of("r", 1));
        queue.takeSlot();
        assertThat(fill()).as("it came back, but no slot is free").isEmpty();
        queue.forget(0);
        queue.freeSlot();
        assertThat(fill()).containsExactly("other");
    }

    @Test
    void roomOfALaneWhoseDeliveryNeededNoAttemptIsForTheNext() {
        add("pointless", 1, wide);
        add("other", 1, wide);
        assertThat(fill()).isEmpty();
        free(wide, 1);
        FairQueue.Pick pick = queue.next(now, this::turnOf, (_, _, _) -> List.of());
        assertThat(pick).isNotNull();
        if (pick != null) {
            // It is superseded, so nothing of it is claimed.
            queue.remove(0, pick.lane().key(), pick.place());
        }
        assertThat(fill()).containsExactly("other");
    }

    @Test
    void boundThatOpensByItselfIsTriedAtItsTime() {
        add("a", 3, wide);
        wide.opensIn = Duration.ofMillis(200);
        assertThat(fill()).isEmpty();
        assertThat(queue.nextAside()).isEqualTo(now.plusMillis(200));
        now = now.plusMillis(199);
        wide.free = 1;
        assertThat(fill()).isEmpty();
        now = now.plusMillis(1);
        assertThat(fill()).containsExactly("a");
        assertThat(queue.nextAside()).isEqualTo(now.plusMillis(200));
    }

    @Test
    void weightedWikiKeepsItsPlaceUntilItsTurnIsOver() {
        Map<String, Double> weights = Map.of("heavy", 3.0);
        FairQueue weighted = new FairQueue(lane -> weights.get(lane.wiki()));
        weighted.policy(RulePolicy.of("r", 1_000));
        for (int i = 0; i < 6; i++) {
            weighted.add(0, new LaneKey("r", "t", "heavy"), new Ready(i, i));
            weighted.add(0, new LaneKey("r", "t", "light"), new Ready(10 + i, 10 + i));
        }
        bounds.put("heavy", List.of(wide));
        bounds.put("light", List.of(wide));
        List<String> wikis = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            wide.free++;
            weighted.freed(wide);
            FairQueue.Pick pick = weighted.next(now, this::turnOf, (_, _, _) -> List.of());
            while (pick != null) {
                wikis.add(pick.lane().key().wiki());
                wide.free--;
                weighted.went(pick.lane());
                weighted.remove(0, pick.lane().key(), pick.place());
                pick = weighted.next(now, this::turnOf, (_, _, _) -> List.of());
            }
        }
        assertThat(wikis).containsExactly("heavy", "heavy", "heavy", "light", "heavy", "heavy", "heavy", "light");
    }

    @Test
    void askingAgainEmptiesTheParking() {
        add("a", 1, wide);
        add("b", 1, narrow);
        assertThat(fill()).isEmpty();
        bounds.clear();
        queue.askAgain();
        assertThat(fill()).containsExactlyInAnyOrder("a", "b");
        assertThat(wide.parked + narrow.parked).isZero();
    }
}
