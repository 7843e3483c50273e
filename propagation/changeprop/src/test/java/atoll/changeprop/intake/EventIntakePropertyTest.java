package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIntakePropertyTest {
    private static final int RUNS = 1_500;
    private static final byte[] LIKELY = "{}[]\",:\\0eE-tn\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    /// Recorded requests with random damage: there is always an answer, and it agrees with what is stored.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void damagedRequestsAreAnsweredAndAccountedFor(long seed) {
        Randomness random = Randomness.seeded(seed);
        List<IntakeFixture.Captured> requests = IntakeFixture.captured();
        IntakeFixture fixture = new IntakeFixture();
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] body =
                    requests.get((int) random.nextLong(requests.size())).body().getBytes(StandardCharsets.UTF_8);
            body = damage(body, random);
            int before = fixture.log.batches().size();
            IntakeAnswer answer = fixture.post(body, Map.of(), null, IntakeFixture.LOOPBACK);
            String what = "seed " + seed + " run " + run + ": " + new String(body, StandardCharsets.UTF_8);
            assertThat(answer.status()).as(what).isIn(201, 207, 400);
            if (answer.status() == 201) {
                assertThat(fixture.log.batches()).as(what).hasSize(before + 1);
                assertThat(answer.body()).as(what).isEmpty();
            } else {
                assertThat(IntakeFixture.json(answer).path("invalid").isEmpty())
                        .as(what)
                        .isFalse();
                refused++;
            }
        }
        assertThat(refused).isBetween(RUNS / 4, RUNS);
    }

    private static byte[] damage(byte[] body, Randomness random) {
        byte[] damaged = body.clone();
        for (long left = 1 + random.nextLong(3); left > 0; left--) {
            int at = (int) random.nextLong(damaged.length);
            damaged[at] = LIKELY[(int) random.nextLong(LIKELY.length)];
        }
        return random.nextLong(10) == 0 ? Arrays.copyOf(damaged, (int) random.nextLong(damaged.length)) : damaged;
    }
}
