package atoll.testkit.seed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

class DrawPropertyTest {

    @Seeded
    void staysWithinItsBounds(Draw draw) {
        assertThat(draw.intBetween(-3, 3)).isBetween(-3, 3);
        assertThat(draw.longBetween(Long.MIN_VALUE, Long.MAX_VALUE - 1)).isLessThan(Long.MAX_VALUE);
        assertThat(draw.longBetween(7, 7)).isEqualTo(7);
        assertThat(draw.size(5)).isBetween(0, 5);
        assertThat(draw.bytes(9)).hasSizeLessThanOrEqualTo(9);
        assertThat(draw.ascii(30)).matches("[ -~]{0,30}");
        assertThat(draw.word(8)).matches("[a-z0-9]{1,8}");
        assertThat(draw.duration(Duration.ofMillis(1), Duration.ofSeconds(1)))
                .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(draw.oneOf("a", "b")).isIn("a", "b");
        assertThat(draw.oneOf(List.of(1, 2))).isIn(1, 2);
        assertThat(draw.listOf(4, draw::bool)).hasSizeLessThanOrEqualTo(4);
    }

    @Seeded
    void drawsTextThatSurvivesUtf8(Draw draw) {
        String text = draw.unicode(50);
        assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text);
    }

    @Seeded
    void shufflesWithoutLoss(Draw draw) {
        List<Integer> items = IntStream.range(0, draw.size(20)).boxed().toList();
        assertThat(draw.shuffled(items)).containsExactlyInAnyOrderElementsOf(items);
    }

    @Seeded(runs = 20)
    void choosesByWeight(Draw draw) {
        List<Draw.Weighted<String>> choices = List.of(
                new Draw.Weighted<>(9, "often"), new Draw.Weighted<>(0, "never"), new Draw.Weighted<>(1, "seldom"));
        List<String> drawn =
                IntStream.range(0, 1000).mapToObj(_ -> draw.weighted(choices)).toList();
        assertThat(drawn).doesNotContain("never").contains("seldom");
        assertThat(drawn.stream().filter("often"::equals).count()).isBetween(850L, 950L);
    }

    @Seeded(runs = 20)
    void reachesBothEndsOfTheSizes(Draw draw) {
        List<Integer> sizes =
                IntStream.range(0, 1000).map(_ -> draw.size(100)).boxed().toList();
        assertThat(sizes).contains(0, 1, 100);
    }

    @Seeded
    void repeatsTheSameValuesForTheSameSeed(Seed seed) {
        assertThat(seed.draw().bytes(100)).isEqualTo(seed.draw().bytes(100));
        assertThat(seed.child("disk")).isEqualTo(seed.child("disk")).isNotEqualTo(seed.child("network"));
        assertThat(new Seed(seed.value() + 1).child("disk")).isNotEqualTo(seed.child("disk"));
    }
}
