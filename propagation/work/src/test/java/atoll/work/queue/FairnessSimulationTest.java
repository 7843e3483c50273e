package atoll.work.queue;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seeded;
import atoll.work.Deliveries;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.Ready;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The queue with workers in virtual time: who gets how much, and how long a newcomer waits.
class FairnessSimulationTest {
    private static final String TYPE = "t";

    private final Map<String, Double> weights = new HashMap<>();
    private final Map<String, Long> takesMillis = new HashMap<>();
    private final Map<String, Long> waiting = new HashMap<>();
    private final Map<String, Integer> started = new HashMap<>();
    private final Map<String, Long> busyMillis = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final FairQueue queue = new FairQueue(lane -> weights.get(lane.wiki()));
    private final PriorityQueue<Run> running = new PriorityQueue<>(Comparator.comparing(Run::ends));
    private Instant now = Deliveries.START;
    private long offsets;

    private record Run(LaneKey lane, Instant ends, long millis) {}

    private static LaneKey lane(String wiki) {
        return new LaneKey("r", TYPE, wiki);
    }

    private void workers(int slots) {
        queue.policy(RulePolicy.of("r", slots));
    }

    private void wiki(String wiki, long jobMillis) {
        takesMillis.put(wiki, jobMillis);
    }

    /// As after a restart: their places are read when needed.
    private void backlog(String wiki, long jobs) {
        waiting.put(wiki, jobs);
        queue.load(0, lane(wiki), jobs);
    }

    private void arrive(String wiki) {
        waiting.merge(wiki, 1L, Long::sum);
        queue.add(0, lane(wiki), new Ready(++offsets, offsets));
    }

    private List<Ready> readyOf(Lane lane, Ready behind, int limit) {
        List<Ready> places = new ArrayList<>();
        long left = waiting.getOrDefault(lane.key().wiki(), 0L);
        for (int i = 0; i < Math.min(limit, left); i++) {
            places.add(new Ready(behind.order() + 1 + i, behind.order() + 1 + i));
        }
        return places;
    }

    /// Starts what may start, then lets the attempt that ends first end.
    private boolean step() {
        FairQueue.Pick pick = queue.next(now, _ -> Turn.NOW, this::readyOf);
        while (pick != null) {
            start(pick);
            pick = queue.next(now, _ -> Turn.NOW, this::readyOf);
        }
        Run over = running.poll();
        if (over == null) {
            return false;
        }
        now = over.ends;
        queue.freeSlot();
        queue.ran(0, over.lane, Duration.ofMillis(over.millis));
        busyMillis.merge(over.lane.wiki(), over.millis, Long::sum);
        return true;
    }

    private void start(FairQueue.Pick pick) {
        String wiki = pick.lane().key().wiki();
        queue.remove(0, pick.lane().key(), pick.place());
        waiting.merge(wiki, -1L, Long::sum);
        queue.went(pick.lane());
        started.merge(wiki, 1, Integer::sum);
        order.add(wiki);
        long millis = takesMillis.getOrDefault(wiki, 10L);
        running.add(new Run(pick.lane().key(), now.plusMillis(millis), millis));
    }

    private void runFor(Duration duration) {
        Instant end = now.plus(duration);
        while (now.isBefore(end) && step()) {}
    }

    private int startedOf(String wiki) {
        return started.getOrDefault(wiki, 0);
    }

    private double share(String wiki) {
        return busyMillis.getOrDefault(wiki, 0L)
                / (double)
                        busyMillis.values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void singleJobIsNextButOneAlthoughAnotherWikiHasAHundredThousand() {
        workers(4);
        wiki("flood", 50);
        backlog("flood", 100_000);
        runFor(Duration.ofSeconds(30));
        int before = order.size();
        Instant arrived = now;
        arrive("small");
        while (startedOf("small") == 0) {
            assertThat(step()).isTrue();
        }
        assertThat(order.subList(before, order.size()).indexOf("small")).isLessThanOrEqualTo(1);
        assertThat(Duration.between(arrived, now)).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    /// The bound of the ADR: a newcomer waits for at most 8 × weight turns of each wiki before it.
    @Seeded(runs = 100)
    void newcomerWaitsABoundedNumberOfTurnsOfEachWiki(Draw draw) {
        workers(draw.intBetween(1, 8));
        int wikis = draw.intBetween(1, 12);
        for (int i = 0; i < wikis; i++) {
            wiki("w" + i, draw.longBetween(1, 3_000));
            weights.put("w" + i, draw.oneOf(0.5, 1.0, 1.0, 3.0, 10.0));
            backlog("w" + i, 1_000_000);
        }
        wiki("new", draw.longBetween(1, 3_000));
        runFor(Duration.ofSeconds(draw.intBetween(1, 200)));
        Map<String, Integer> before = new HashMap<>(started);
        arrive("new");
        while (startedOf("new") == 0) {
            assertThat(step()).isTrue();
        }
        for (int i = 0; i < wikis; i++) {
            String wiki = "w" + i;
            double bound = Rotation.HIGHEST_PRICE * Math.max(1, weights.getOrDefault(wiki, 1.0)) + 1;
            assertThat(startedOf(wiki) - before.getOrDefault(wiki, 0))
                    .as("turns of %s before the newcomer's", wiki)
                    .isLessThanOrEqualTo((int) bound);
        }
    }

    @Test
    void wikisWithSlowAndQuickJobsGetEqualTime() {
        workers(2);
        wiki("slow", 400);
        wiki("quick", 100);
        backlog("slow", 1_000_000);
        backlog("quick", 1_000_000);
        runFor(Duration.ofMinutes(10));
        assertThat(share("slow")).isBetween(0.45, 0.55);
        assertThat(startedOf("quick")).isGreaterThan(3 * startedOf("slow"));
    }

    @Test
    void weightsDivideTheTime() {
        workers(2);
        for (String wiki : List.of("a", "b", "c")) {
            backlog(wiki, 1_000_000);
        }
        weights.put("a", 2.0);
        weights.put("b", 0.5);
        runFor(Duration.ofMinutes(5));
        assertThat(share("a")).isBetween(0.55, 0.59);
        assertThat(share("b")).isBetween(0.13, 0.16);
    }

    @Test
    void wikiThatIsAloneGetsEverythingWhateverItsWeight() {
        workers(1);
        weights.put("a", 0.01);
        backlog("a", 1_000_000);
        runFor(Duration.ofSeconds(10));
        assertThat(startedOf("a")).isBetween(990, 1_001);
    }

    @Test
    void wikiThatHadNothingToDoSavesNothingUp() {
        workers(1);
        backlog("busy", 1_000_000);
        arrive("idle");
        runFor(Duration.ofSeconds(60));
        int before = order.size();
        for (int i = 0; i < 50; i++) {
            arrive("idle");
        }
        runFor(Duration.ofMillis(200));
        long ofIdle = order.subList(before, order.size()).stream()
                .filter("idle"::equals)
                .count();
        assertThat(ofIdle).isBetween(8L, 12L);
    }

    @Test
    void nothingIsLeftOverInTheEnd() {
        workers(3);
        for (int i = 0; i < 10; i++) {
            wiki("w" + i, 1 + i * 37L);
            weights.put("w" + i, 0.1 + i);
            backlog("w" + i, 100);
        }
        runFor(Duration.ofHours(1));
        assertThat(order).hasSize(1_000);
        @Nullable Integer ofLast = started.get("w9");
        assertThat(ofLast).isEqualTo(100);
    }
}
