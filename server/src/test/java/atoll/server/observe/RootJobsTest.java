package atoll.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RootJobsTest {
    private static final String STREAM = "mediawiki.job.refreshLinks";

    private final RootJobs roots = new RootJobs();

    private void add(String root, int jobs) {
        for (int i = 0; i < jobs; i++) {
            roots.add(STREAM, root, "enwiki", "T", root + "-" + i);
        }
    }

    @Test
    void theLargestComeFirstWithABoundedSampleOfTheirJobs() {
        add("small", 10);
        add("large", 100_000);
        RootJobs.Line largest = roots.largest("refreshLinks", 1).getFirst();
        assertThat(largest.signature()).isEqualTo("large");
        assertThat(largest.jobs()).isEqualTo(100_000);
        assertThat(largest.sample()).hasSizeBetween(10, 50).doesNotHaveDuplicates();
    }

    @Test
    void aLargeRootStaysHoweverManySmallOnesCome() {
        add("large", 1_000);
        for (int i = 0; i < 5_000; i++) {
            add("small" + i, 1);
        }
        assertThat(roots.largest("refreshLinks", 1_000)).hasSize(200);
        assertThat(roots.largest("refreshLinks", 1).getFirst().jobs()).isEqualTo(1_000);
    }

    @Test
    void theSameIdOverAndOverDoesNoHarm() {
        for (int i = 0; i < 10_000; i++) {
            roots.add(STREAM, "root", "enwiki", null, "same");
        }
        assertThat(roots.largest("refreshLinks", 1).getFirst().sample()).containsExactly("same");
    }

    @Test
    void countsOfTwoPeriodsAreShownTogetherAndOlderOnesForgotten() {
        add("a", 5);
        roots.turn();
        add("a", 2);
        assertThat(roots.largest("refreshLinks", 1).getFirst().jobs()).isEqualTo(7);
        roots.turn();
        roots.turn();
        assertThat(roots.largest("refreshLinks", 1)).isEmpty();
    }
}
