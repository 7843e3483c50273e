package atoll.server.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.id.Randomness;
import atoll.index.MemoryIndex;
import atoll.index.OrderedIndex;
import atoll.log.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindIndexTest {
    private static final TopicPartition EDITS = new TopicPartition("local.edit", 0);
    private static final TopicPartition JOBS = new TopicPartition("local.mediawiki.job.x", 3);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryIndex stored = new MemoryIndex();
    private FindIndex index = new FindIndex(stored, 1_000_000);

    private static EventSummary event(String id, String request, @Nullable String title) {
        return new EventSummary(id, request, "enwiki", title, null, null, null, null, null);
    }

    private void add(TopicPartition partition, long offset, EventSummary... events) {
        Entries entries = new Entries();
        for (int i = 0; i < events.length; i++) {
            entries.add(index.spot(partition), offset + i, events[i]);
        }
        index.add(entries, NOW);
    }

    private List<Long> offsets(Kind kind, String term) {
        return index.lookUp(kind, term, null, 1_000).places().stream()
                .map(Place::offset)
                .toList();
    }

    @Test
    void findsByEachTermTheNewestFirst() {
        add(EDITS, 10, event("a", "r1", "Main_Page"), event("b", "r2", "Other"));
        add(EDITS, 12, event("c", "r1", "main page"));
        assertThat(offsets(Kind.TITLE, "Main Page")).containsExactly(12L, 10L);
        assertThat(offsets(Kind.REQUEST, "r1")).containsExactly(12L, 10L);
        assertThat(offsets(Kind.JOB, "b")).containsExactly(11L);
        assertThat(offsets(Kind.WIKI, "enwiki")).containsExactly(12L, 11L, 10L);
        assertThat(offsets(Kind.JOB, "r1")).isEmpty();
        assertThat(index.records()).isEqualTo(3);
    }

    @Test
    void pagesGoOnInTheMiddleOfABatch() {
        for (int batch = 0; batch < 5; batch++) {
            add(
                    JOBS,
                    10L * batch,
                    event("a" + batch, "r", null),
                    event("b" + batch, "r", null),
                    event("c" + batch, "r", null));
        }
        List<Long> all = new ArrayList<>();
        String next = null;
        do {
            FindIndex.Hits hits = index.lookUp(Kind.REQUEST, "r", next, 4);
            hits.places().forEach(place -> {
                assertThat(place.partition()).isEqualTo(JOBS);
                all.add(place.offset());
            });
            next = hits.next();
        } while (next != null);
        assertThat(all).isEqualTo(offsets(Kind.REQUEST, "r")).hasSize(15).doesNotHaveDuplicates();
        assertThat(all.getFirst()).isEqualTo(42);
    }

    @Test
    void knowsAfterARestartWhatItHasAndHowFarItRead() {
        add(EDITS, 0, event("a", "r1", "T"));
        add(JOBS, 7, event("b", "r1", "T"));
        index = new FindIndex(stored, 1_000_000);
        assertThat(index.next(EDITS)).isEqualTo(1);
        assertThat(index.next(JOBS)).isEqualTo(8);
        assertThat(index.lookUp(Kind.TITLE, "t", null, 10).places())
                .containsExactly(new Place(JOBS, 7), new Place(EDITS, 0));
    }

    @Test
    void aCrashNeverSeparatesWhatWasReadFromHowFarItWasRead() {
        for (int seed = 0; seed < 50; seed++) {
            MemoryIndex disk = new MemoryIndex();
            index = new FindIndex(disk, 1_000_000);
            for (int i = 0; i < 20; i++) {
                add(EDITS, i, event("e" + i, "r", null));
            }
            var _ = disk.crash(Randomness.seeded(seed));
            index = new FindIndex(disk, 1_000_000);
            Long next = index.next(EDITS);
            assertThat(offsets(Kind.REQUEST, "r")).as("seed %d", seed).hasSize(next == null ? 0 : next.intValue());
        }
    }

    @Test
    void theOldestGenerationGoesWhenAllOfItHasGoneFromTheLog() {
        add(EDITS, 0, event("a", "r", null));
        Entries entries = new Entries();
        entries.add(index.spot(EDITS), 1, event("b", "r", null));
        index.add(entries, NOW.plus(Duration.ofDays(2)));
        index.forget(_ -> 0);
        assertThat(offsets(Kind.REQUEST, "r")).containsExactly(1L, 0L);
        index.forget(_ -> 1);
        assertThat(offsets(Kind.REQUEST, "r")).containsExactly(1L);
        assertThat(new FindIndex(stored, 1_000_000).records()).isEqualTo(1);
    }

    @Test
    void theOldestGoWhenThereAreMoreThanTheBound() {
        index = new FindIndex(stored, 2);
        for (int day = 0; day < 5; day++) {
            Entries entries = new Entries();
            entries.add(index.spot(EDITS), day, event("e" + day, "r", null));
            index.add(entries, NOW.plus(Duration.ofDays(2L * day)));
        }
        index.forget(_ -> 0);
        assertThat(offsets(Kind.REQUEST, "r")).containsExactly(4L, 3L);
    }

    @Test
    void anIndexOfAnotherFormatIsBuiltAgain() {
        add(EDITS, 0, event("a", "r", null));
        stored.write(List.of(new OrderedIndex.Change.Put(FindKeys.FORMAT, new byte[] {0, 0, 0, 99})));
        index = new FindIndex(stored, 1_000_000);
        assertThat(index.next(EDITS)).isNull();
        assertThat(offsets(Kind.REQUEST, "r")).isEmpty();
    }

    @Test
    void placesThatAreNoneAreRefused() {
        for (String bad : List.of("", "x", "00-1", "zz-0", "-1", "00".repeat(FindKeys.POSTING_LENGTH) + "--1")) {
            assertThatThrownBy(() -> index.lookUp(Kind.REQUEST, "r", bad, 1))
                    .as(bad)
                    .isInstanceOf(AtollException.class);
        }
    }
}
