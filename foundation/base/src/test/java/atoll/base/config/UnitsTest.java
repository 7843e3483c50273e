package atoll.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"500ms,500", "5s,5000", "10m,600000", "2h,7200000", "7d,604800000", "0s,0", "1500ms,1500", "61s,61000"})
    void durationsKeepTheirText(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void durationsAreFormattedInTheLargestUnit() {
        assertThat(Durations.format(Durations.parse("120s"))).isEqualTo("2m");
        assertThat(Durations.format(Durations.parse("24h"))).isEqualTo("1d");
        assertThat(Durations.parse("5 s")).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5s", "5S", "PT5S", "5sec", "9999999999999d"})
    void otherTextIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("500ms");
    }

    @ParameterizedTest
    @CsvSource({"0B,0", "512B,512", "64KiB,65536", "10MiB,10485760", "2GiB,2147483648", "1TiB,1099511627776"})
    void sizesKeepTheirText(String text, long bytes) {
        assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
        assertThat(new DataSize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10MB", "10mib", "-1B", "1.5GiB", "999999999999999TiB"})
    void otherTextIsNoSize(String text) {
        assertThatThrownBy(() -> DataSize.parse(text))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void sizesAreOrderedAndNotNegative() {
        assertThat(DataSize.ofMebibytes(1)).isGreaterThan(new DataSize(5));
        assertThatThrownBy(() -> new DataSize(-1)).isInstanceOf(AtollException.class);
    }

    @Test
    void secretsHideAndCompare() {
        assertThat(new Secret("abc"))
                .hasToString("***")
                .isEqualTo(new Secret("abc"))
                .isNotEqualTo(new Secret("abd"));
        assertThat(new Secret("abc").reveal()).isEqualTo("abc");
    }

    @Test
    void suggestsOnlyWhatResembles() {
        List<String> names = List.of("listen", "port", "max-body-size");
        assertThat(Nearest.of("lisetn", names)).isEqualTo("listen");
        assertThat(Nearest.of("max-body", names)).isNull();
        assertThat(Nearest.of("max-body-siez", names)).isEqualTo("max-body-size");
        assertThat(Nearest.of("x", names)).isNull();
        assertThat(Nearest.of("p", List.of("q"))).isNull();
    }

    @Test
    void namesBecomeKebabCase() {
        assertThat(Kebab.ofComponent("maxBodySize")).isEqualTo("max-body-size");
        assertThat(Kebab.ofComponent("http2Port")).isEqualTo("http2-port");
        assertThat(Kebab.ofConstant("STRICT_SCHEMA")).isEqualTo("strict-schema");
    }
}
