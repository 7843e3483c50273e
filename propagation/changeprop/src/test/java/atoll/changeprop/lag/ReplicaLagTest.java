package atoll.changeprop.lag;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.executor.ManualTime;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicaLagTest {
    private static final Duration HOLDS = Duration.ofSeconds(15);

    private final ManualTime time = new ManualTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReplicaLag lag =
            new ReplicaLag(Map.of("enwiki", "s1", "dewiki", "s5"), Duration.ofSeconds(6), time, meters);

    @Test
    void bulkWorkPausesAboveTheBoundAndGoesOnAtHalfOfIt() {
        assertThat(pausedAt(6)).isFalse();
        assertThat(pausedAt(7)).isTrue();
        assertThat(pausedAt(5)).isTrue();
        assertThat(pausedAt(4)).isTrue();
        assertThat(pausedAt(3)).isFalse();
        assertThat(pausedAt(5)).isFalse();
    }

    private boolean pausedAt(int seconds) {
        lag.heard("s1", Duration.ofSeconds(seconds), HOLDS);
        return lag.pause("enwiki").isPresent();
    }

    @Test
    void eachSectionIsAloneAndSaysWhy() {
        lag.heard("s1", Duration.ofSeconds(12), HOLDS);
        assertThat(lag.pause("enwiki")).hasValue("replica lag 12 s in section 's1'; bulk work waits");
        assertThat(lag.pause("dewiki")).isEmpty();
        assertThat(lag.pause("frwiki")).isEmpty();
        lag.heard(lag.sectionOf("frwiki"), Duration.ofSeconds(8), HOLDS);
        assertThat(lag.pause("itwiki")).hasValue("replica lag 8 s; bulk work waits");
    }

    @Test
    void aSectionNobodyHearsOfIsNotPausedForEver() {
        lag.heard("s1", Duration.ofSeconds(12), HOLDS);
        time.pass(HOLDS.minusMillis(1));
        assertThat(lag.pause("enwiki")).isPresent();
        time.pass(Duration.ofMillis(1));
        assertThat(lag.pause("enwiki")).isEmpty();
        assertThat(pausedAt(5)).isFalse();
    }

    @Test
    void metricsShowEachSection() {
        lag.heard("s1", Duration.ofMillis(7500), HOLDS);
        assertThat(gauge("atoll.lag.replica", "s1")).isEqualTo(7.5);
        assertThat(gauge("atoll.lag.pause", "s1")).isEqualTo(1);
        assertThat(gauge("atoll.lag.pause", "s5")).isZero();
    }

    private double gauge(String name, String section) {
        return meters.get(name).tag("section", section).gauge().value();
    }

    @Test
    void onlyBulkWorkIsHeldBack() {
        RuleSet rules = RuleFiles.load(List.of(new RuleFile("f", """
                all: {topic: t, exec: mediawiki}
                slow: {topic: t, bulk: true, exec: mediawiki}
                fast: {topic: t, bulk: false, exec: mediawiki}
                """)));
        BulkGate gate = new BulkGate(
                (_, _, wiki) -> wiki.equals("gone") ? Optional.of("gone") : Optional.empty(),
                lag,
                () -> rules,
                new BulkWork(Set.of("refreshLinks")));
        assertThat(gate.closed("slow", "null", "enwiki")).isEmpty();
        lag.heard("s1", Duration.ofSeconds(12), HOLDS);
        assertThat(gate.closed("all", "refreshLinks", "enwiki")).isPresent();
        assertThat(gate.closed("all", "null", "enwiki")).isEmpty();
        assertThat(gate.closed("slow", "null", "enwiki")).isPresent();
        assertThat(gate.closed("fast", "refreshLinks", "enwiki")).isEmpty();
        assertThat(gate.closed("all", "refreshLinks", "dewiki")).isEmpty();
        assertThat(gate.closed("fast", "null", "gone")).hasValue("gone");
    }
}
