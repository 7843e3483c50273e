package atoll.changeprop.admission;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.work.Delivery;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What admission does with rules that look into events.
class AdmissionRulesTest {
    private final AdmissionWorld world = new AdmissionWorld();

    @Test
    void onlyMatchingEventsBecomeDeliveries() {
        world.rules("""
                odd: {topic: mediawiki.job.null, match: {n: 1}, exec: {uri: 'http://h/'}}
                by_case:
                  topic: mediawiki.job.null
                  cases:
                    - {match: {n: 2}}
                    - {match: {database: '/^wiki(?<number>[12])$/'}, exec: {uri: 'http://h/{match.database.number}'}}
                """);
        for (int number = 0; number < 6; number++) {
            world.produce(AdmissionWorld.JOBS, AdmissionWorld.job(number));
        }
        world.settle();
        assertThat(world.deliveries())
                .extracting(delivery -> delivery.rule() + " " + delivery.eventId())
                .containsExactlyInAnyOrder("odd e1", "by_case e1", "by_case e4", "by_case e5");
        assertThat(world.admission.counts(AdmissionWorld.JOBS)).isEqualTo(new AdmissionCounts(6, 3, 3, 4, 0, 0));
    }

    @Test
    void whatIsSampledOutOrExcludedIsUnmatchedAndCounted() {
        world.rules("""
                few: {topic: mediawiki.job.null, sample: {rate: 0.01, hash_template: '{{message.meta.id}}'}, exec: mediawiki}
                not_here:
                  topic: mediawiki.job.null
                  blacklist: {w.example: [Sandbox]}
                  exec: mediawiki
                """);
        for (int number = 0; number < 10; number++) {
            world.produce(
                    AdmissionWorld.JOBS,
                    "{\"meta\":{\"id\":\"" + number
                            + "\",\"domain\":\"w.example\",\"uri\":\"https://w.example/wiki/S%61ndbox\"}}");
        }
        world.settle();
        assertThat(world.deliveries()).isEmpty();
        assertThat(world.admission.counts(AdmissionWorld.JOBS).unmatched()).isEqualTo(10);
        assertThat(world.meters
                        .get("atoll.admission.skip")
                        .tag("reason", "excluded")
                        .counter()
                        .count())
                .isEqualTo(10);
        assertThat(world.meters
                        .get("atoll.admission.skip")
                        .tag("reason", "sampled-out")
                        .counter()
                        .count())
                .isEqualTo(10);
    }

    @Test
    void defect16SamplingWithAllLogsOnDecidesTheSame() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        root.setLevel(Level.TRACE);
        try {
            world.rules(
                    "r: {topic: mediawiki.job.null, sample: {rate: 0.5, hash_template: '{{message.meta.id}}'}, exec: mediawiki}");
            for (int number = 0; number < 100; number++) {
                world.produce(AdmissionWorld.JOBS, AdmissionWorld.job(number));
            }
            world.settle();
        } finally {
            root.setLevel(before);
        }
        AdmissionCounts counts = world.admission.counts(AdmissionWorld.JOBS);
        assertThat(counts.records()).isEqualTo(100);
        assertThat(counts.matched())
                .isBetween(30L, 70L)
                .isEqualTo(world.deliveries().size());
    }

    @Test
    void defect19NewRulesLeaveNothingOfTheOldOnesBehind() {
        for (int change = 0; change < 50; change++) {
            world.rules("r" + change + ": {topic: mediawiki.job.null, exec: mediawiki}");
            world.produce(AdmissionWorld.JOBS, AdmissionWorld.job(change));
            world.settle();
        }
        assertThat(world.deliveries())
                .hasSize(50)
                .allSatisfy(delivery -> assertThat(delivery.eventId())
                        .isEqualTo("e" + delivery.rule().substring(1)));
    }

    @Test
    void canariesAreForRulesThatWantThem() {
        world.rules("""
                usual: {topic: mediawiki.job.null, exec: mediawiki}
                curious: {topic: mediawiki.job.null, discard_canary_events: false, exec: mediawiki}
                """);
        world.produce(AdmissionWorld.JOBS, "{\"meta\":{\"id\":\"c\",\"domain\":\"canary\"}}");
        world.settle();
        assertThat(world.deliveries()).extracting(Delivery::rule).containsExactly("curious");
    }
}
