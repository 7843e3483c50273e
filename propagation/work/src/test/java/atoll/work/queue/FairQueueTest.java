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
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private static final Instant NOW = Deliveries.START;

    private final FairQueue queue = new FairQueue(_ -> null);
    private final Map<LaneKey, NavigableSet<Ready>> index = new HashMap<>();
    private Function<Lane, Turn> turn = _ -> Turn.NOW;

    @BeforeEach
    void policy() {
        queue.policy(RulePolicy.of("r", 1000));
    }

    @Test
    void wikisTakeTurns() {
        add("t", "big", 1, 50);
        add("t", "small", 60, 2);
        assertThat(wikis(6)).containsExactly("big", "small", "big", "small", "big", "big");
    }

    @Test
    void weightedWikiHasSeveralTurnsInARound() {
        queue.policy(new RulePolicy(
                "r",
                1000,
                0,
                Duration.ZERO,
                1,
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ZERO,
                List.of(new RulePolicy.Weight("big", 3))));
        add("t", "big", 1, 50);
        add("t", "small", 60, 10);
        assertThat(wikis(8)).containsExactly("big", "big", "big", "small", "big", "big", "big", "small");
    }

    @Test
    void typesTakeTurnsHoweverManyWikisHaveThem() {
        for (int wiki = 0; wiki < 5; wiki++) {
            add("busy", "w" + wiki, wiki * 10L, 5);
        }
        add("rare", "w0", 100, 5);
        List<String> types = picks(6).stream().map(pick -> pick.key().type()).toList();
        assertThat(types).containsExactly("busy", "rare", "busy", "rare", "busy", "rare");
    }

    @Test
    void laneKeepsItsOrderBeyondWhatIsInMemory() {
        LaneKey lane = new LaneKey("r", "t", "w");
        for (int i = 0; i < 1000; i++) {
            place(lane, new Ready(i, i), i % 2 == 0);
        }
        // Half of them were there before, as after a restart; the others came later.
        List<Long> offsets = new ArrayList<>();
        FairQueue restarted = new FairQueue(_ -> null);
        restarted.policy(RulePolicy.of("r", 1000));
        restarted.load(0, lane, 1000);
        place(restarted, lane, new Ready(0, 5000));
        for (int i = 0; i < 1001; i++) {
            FairQueue.Pick pick = restarted.next(NOW, turn, this::readyOf);
            assertThat(pick).isNotNull();
            if (pick != null) {
                offsets.add(pick.place().offset());
                placesOf(lane).remove(pick.place());
                restarted.remove(0, lane, pick.place());
            }
        }
        assertThat(offsets.subList(0, 3)).containsExactly(0L, 5000L, 1L);
        assertThat(offsets.get(1000)).isEqualTo(999);
        assertThat(restarted.next(NOW, turn, this::readyOf)).isNull();
    }

    @Test
    void slotsBoundWhatIsPicked() {
        queue.policy(RulePolicy.of("r", 2));
        add("t", "w", 1, 5);
        queue.takeSlot();
        assertThat(queue.hasFreeSlot()).isTrue();
        queue.takeSlot();
        assertThat(queue.next(NOW, turn, this::readyOf)).isNull();
        queue.freeSlot();
        assertThat(queue.next(NOW, turn, this::readyOf)).isNotNull();
        queue.policy(null);
        assertThat(queue.next(NOW, turn, this::readyOf)).isNull();
    }

    @Test
    void laneThatMayNotGoWaitsAsideUntilItsTime() {
        add("t", "held", 1, 2);
        add("t", "free", 10, 2);
        turn = lane -> lane.key().wiki().equals("held") ? new Turn.Later(NOW.plusSeconds(5), "read-only") : Turn.NOW;
        assertThat(wikis(2)).containsExactly("free", "free");
        assertThat(queue.waiting()).extracting(Lane::waitsFor).containsExactly("read-only");
        assertThat(queue.nextAside()).isEqualTo(NOW.plusSeconds(5));
        turn = _ -> Turn.NOW;
        assertThat(queue.next(NOW.plusSeconds(4), turn, this::readyOf)).isNull();
        FairQueue.Pick later = queue.next(NOW.plusSeconds(5), turn, this::readyOf);
        assertThat(later).isNotNull();
        assertThat(queue.waiting()).isEmpty();
    }

    @Test
    void askingAgainBringsLanesBackAtOnce() {
        add("t", "held", 1, 2);
        turn = _ -> new Turn.Later(NOW.plusSeconds(50), "gate");
        assertThat(wikis(1)).isEmpty();
        turn = _ -> Turn.NOW;
        queue.askAgain();
        assertThat(wikis(1)).containsExactly("held");
    }

    @Test
    void forgottenPartitionHasNoTurns() {
        add("t", "w", 1, 3);
        queue.forget(0);
        assertThat(wikis(1)).isEmpty();
        add("t", "w", 1, 1);
        assertThat(wikis(1)).containsExactly("w");
    }

    private void add(String type, String wiki, long first, int count) {
        LaneKey lane = new LaneKey("r", type, wiki);
        for (long i = first; i < first + count; i++) {
            place(queue, lane, new Ready(i, i));
        }
    }

    private void place(LaneKey lane, Ready place, boolean now) {
        placesOf(lane).add(place);
        if (now) {
            queue.add(0, lane, place);
        }
    }

    private void place(FairQueue to, LaneKey lane, Ready place) {
        placesOf(lane).add(place);
        to.add(0, lane, place);
    }

    private List<String> wikis(int count) {
        return picks(count).stream().map(lane -> lane.key().wiki()).toList();
    }

    private List<Lane> picks(int count) {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FairQueue.Pick pick = queue.next(NOW, turn, this::readyOf);
            if (pick != null) {
                lanes.add(pick.lane());
                placesOf(pick.lane().key()).remove(pick.place());
                queue.remove(0, pick.lane().key(), pick.place());
            }
        }
        return lanes;
    }

    private NavigableSet<Ready> placesOf(LaneKey lane) {
        return index.computeIfAbsent(lane, _ -> new TreeSet<>());
    }

    private List<Ready> readyOf(Lane lane, Ready behind, int limit) {
        return placesOf(lane.key()).tailSet(behind, false).stream().limit(limit).toList();
    }
}
