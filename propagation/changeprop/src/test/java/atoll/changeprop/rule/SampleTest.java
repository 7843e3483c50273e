package atoll.changeprop.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atoll.changeprop.rule.template.EventView;
import atoll.changeprop.rule.template.Template;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {

    @ParameterizedTest
    @CsvSource({
        "'',0",
        "hello,248bfa47",
        "'hello, world',149bbb7f",
        "The quick brown fox jumps over the lazy dog,2e4ff723",
    })
    void theHashIsMurmur3(String text, String expected) {
        assertThat(Integer.toHexString(Murmur32.of(text.getBytes(UTF_8)))).isEqualTo(expected);
    }

    @Test
    void takesItsShareAndAlwaysTheSame() {
        Sample tenth = new Sample(10, Template.parse("{{message.id}}"));
        Sample third = new Sample(30, Template.parse("{{message.id}}"));
        long taken =
                IntStream.range(0, 10_000).filter(i -> tenth.keeps(event(i))).count();
        assertThat(taken).isCloseTo(1_000, within(100L));
        assertThat(IntStream.range(0, 1_000).filter(i -> tenth.keeps(event(i))))
                .allMatch(i -> third.keeps(event(i)) && tenth.keeps(event(i)));
    }

    @Test
    void aWholeSampleTakesEverything() {
        Sample all = new Sample(100, Template.parse("{{message.id}}"));
        assertThat(IntStream.range(0, 10_000).allMatch(i -> all.keeps(event(i))))
                .isTrue();
        assertThatThrownBy(() -> new Sample(0, Template.parse("x"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static EventView event(int number) {
        return new EventView(("{\"id\":\"event-" + number + "\"}").getBytes(UTF_8), "", Instant.EPOCH);
    }
}
