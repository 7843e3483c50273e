package atoll.changeprop.admission;

import static atoll.changeprop.admission.AdmissionWorld.job;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.work.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionPropertyTest {
    private static final List<String> STREAMS = List.of("mediawiki.job.a", "mediawiki.job.b", "unread", "garbage");

    static List<Integer> seeds() {
        return IntStream.range(0, 200).boxed().toList();
    }

    /// Crashes, failing appends, refusals, take-overs and late producers, in any order: in the end each event that
    /// matches was handed over exactly once, in the order of its stream, and each record is counted exactly once.
    @ParameterizedTest
    @MethodSource("seeds")
    void eachEventIsAdmittedExactlyOnceWhateverHappens(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AdmissionWorld world = new AdmissionWorld();
        List<Admission> zombies = new ArrayList<>();
        List<List<String>> expected =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int produced = 0;
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> {
                    int stream = random.nextInt(STREAMS.size());
                    String event = stream == 3 ? "garbage " + produced : job(produced);
                    world.produce("dc1." + (stream == 3 ? "mediawiki.job.garbage" : STREAMS.get(stream)), event);
                    expected.get(stream).add("e" + produced);
                    produced++;
                }
                case 4 -> world.log.syncsAtOnce = random.nextBoolean();
                case 5 -> world.log.sync();
                case 6 -> world.log.fail(random.nextBoolean());
                case 7 -> world.log.refuse(random.nextInt(3) == 0);
                case 8 -> {
                    if (random.nextInt(4) == 0) {
                        world.log.fail(random.nextBoolean());
                        zombies.add(world.admission);
                        world.start();
                    }
                }
                case 9 -> world.time.pass(Duration.ofMillis(random.nextInt(3_000)));
                case 10 -> {
                    if (!zombies.isEmpty()) {
                        zombies.get(random.nextInt(zombies.size())).step();
                    }
                }
                default -> world.admission.step();
            }
            assertThat(world.admission.counts("dc1.mediawiki.job.a")).satisfies(AdmissionPropertyTest::isBalanced);
        }
        heal(world);

        for (int stream = 0; stream < 2; stream++) {
            String type = STREAMS.get(stream).substring("mediawiki.job.".length());
            assertThat(eventIds(world, type))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(sortedByWiki(expected.get(stream)));
            assertThat(world.admission.counts("dc1." + STREAMS.get(stream)).matched())
                    .isEqualTo(expected.get(stream).size());
        }
        assertThat(world.admission.counts("dc1.unread").unmatched())
                .isEqualTo(expected.get(2).size());
        assertThat(world.errors()).hasSize(expected.get(3).size());
    }

    private static void heal(AdmissionWorld world) {
        world.log.refuse(false);
        world.log.sync();
        world.log.syncsAtOnce = true;
        world.start();
        for (int i = 0; i < 3; i++) {
            world.settle();
            world.time.pass(Duration.ofSeconds(10));
        }
    }

    private static void isBalanced(AdmissionCounts counts) {
        assertThat(counts.records()).isEqualTo(counts.matched() + counts.unmatched());
    }

    /// Deliveries of a wiki keep the order of the stream; the three wikis' partitions are listed one after the other.
    private static List<String> eventIds(AdmissionWorld world, String type) {
        return sortedByWiki(world.deliveries().stream()
                .filter(delivery -> delivery.type().equals(type))
                .map(Delivery::eventId)
                .toList());
    }

    private static List<String> sortedByWiki(List<String> ids) {
        return ids.stream()
                .sorted(Comparator.comparingInt(id -> Integer.parseInt(id.substring(1)) % 3))
                .toList();
    }
}
