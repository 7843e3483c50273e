package atoll.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.json.Json;
import atoll.console.api.Tree;
import atoll.console.text.Chart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static Series series(String counts) {
        String json = "{\"step_seconds\":10,\"from\":\"2026-01-01T00:00:00Z\",\"accepted\":" + counts + ",\"done\":"
                + counts + ",\"failed\":" + counts + ",\"waiting\":" + counts + "}";
        return Series.of(new Tree(Json.readTree(json.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void turnsCountsPerStepIntoRatesAndBeginsWhereItMeasured() {
        Chart chart = series("[null,null,20,null,5]").rates();
        assertThat(chart.from()).isEqualTo(Instant.parse("2026-01-01T00:00:20Z"));
        assertThat(chart.curves().getFirst().values()).containsExactly(2.0, Double.NaN, 0.5);
        assertThat(series("[null,7]").backlog().curves().getFirst().values()).containsExactly(7.0);
    }

    @Test
    void addsUpWhatWasMeasured() {
        Series sum = Series.sum(List.of(series("[1,null,null]"), series("[2,3,null]"), Series.of(Tree.NOTHING)));
        assertThat(sum.waiting()).containsExactly(3.0, 3.0, Double.NaN);
        assertThat(Series.sum(List.of()).rates().isEmpty()).isTrue();
    }
}
