package atoll.work.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;
import atoll.log.Batch;
import atoll.log.Header;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.memory.MemoryEventLog;
import atoll.testkit.time.VirtualTime;
import atoll.work.policy.PolicyLog.Author;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyLogTest {
    private static final LimitTarget LINKS = new LimitTarget("refreshLinks", "*", "*");
    private static final LimitTarget ENWIKI = LimitTarget.ofWiki("refreshLinks", "enwiki");
    private static final Author ANN = new Author("ann", "the database is slow");

    private final VirtualTime time = new VirtualTime();
    private final MemoryEventLog log = MemoryEventLog.committing(time);
    private PolicyLog policies = open();

    private PolicyLog open(LimitPolicy... configured) {
        return PolicyLog.open(log, new LimitPolicies(0, List.of(configured)), time);
    }

    private Deadline soon() {
        return Deadline.after(time, Duration.ofSeconds(5));
    }

    private PolicyChange set(LimitPolicy policy) throws InterruptedException {
        return policies.set(policy, ANN, policies.current().version(), soon());
    }

    private static LimitPolicy paused(LimitTarget target) {
        return LimitPolicy.of(target).withPaused(true);
    }

    private static LimitPolicy concurrency(LimitTarget target, int min, int max) {
        return LimitPolicy.of(target).withConcurrency(new LimitPolicy.Concurrency(min, max));
    }

    @Test
    void whatIsSetIsInForceAtOnceAndAfterARestart() throws InterruptedException {
        LimitPolicy policy =
                new LimitPolicy(ENWIKI, true, 0.25, new LimitPolicy.Concurrency(2, 7), new LimitPolicy.Rate(2.5, 9));
        PolicyChange change = set(policy);
        assertThat(change.version()).isEqualTo(1);
        for (PolicyLog reader : List.of(policies, open())) {
            assertThat(reader.current().of(ENWIKI)).isEqualTo(policy);
            assertThat(reader.current().version()).isEqualTo(1);
            assertThat(reader.recorded()).containsExactly(change);
        }
        assertThat(change.by()).isEqualTo("ann");
        assertThat(change.reason()).isEqualTo("the database is slow");
        assertThat(change.at()).isEqualTo(time.instant());
    }

    @Test
    void changeForAnOlderVersionIsRefusedAndSaysWhatChanged() throws InterruptedException {
        set(paused(LINKS));
        assertThatThrownBy(() -> policies.set(paused(ENWIKI), ANN, 0, soon()))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT))
                .hasMessageContaining("version 1, the change was made for version 0")
                .hasMessageContaining("'refreshLinks' of all wikis: paused by ann")
                .hasMessageContaining("the database is slow");
        assertThatThrownBy(() -> policies.set(paused(ENWIKI), ANN, 7, soon())).hasMessageContaining("never had");
        assertThat(policies.current().all()).containsExactly(paused(LINKS));
    }

    @Test
    void ofTwoProcessesThatChangeAtOnceOneWinsEverywhere() throws InterruptedException {
        // The other process's record is in the log, but was not read here when the change was made.
        PolicyLog other = open();
        log.append(
                Batch.of(PolicyCodec.change(
                        new TopicPartition(PolicyLog.TOPIC, 0),
                        new PolicyChange(1, LINKS, paused(LINKS), time.instant(), "bob", "first"))),
                soon());
        log.append(
                Batch.of(PolicyCodec.change(
                        new TopicPartition(PolicyLog.TOPIC, 0),
                        new PolicyChange(1, LINKS, concurrency(LINKS, 1, 3), time.instant(), "ann", "second"))),
                soon());
        other.refresh();
        policies.refresh();
        assertThat(other.current().of(LINKS)).isEqualTo(paused(LINKS));
        assertThat(policies.current().of(LINKS)).isEqualTo(paused(LINKS));
        assertThat(policies.current().version()).isEqualTo(1);
    }

    @Test
    void configuredPolicyHoldsFieldByFieldWhereNothingIsRecorded() throws InterruptedException {
        policies = open(concurrency(LINKS, 1, 9), LimitPolicy.of(ENWIKI).withWeight(3.0));
        set(paused(LINKS));
        assertThat(policies.current().of(LINKS))
                .isEqualTo(concurrency(LINKS, 1, 9).withPaused(true));
        set(concurrency(LINKS, 2, 4));
        assertThat(policies.current().of(LINKS)).isEqualTo(concurrency(LINKS, 2, 4));
        policies.remove(LINKS, ANN, 2, soon());
        assertThat(policies.current().of(LINKS)).isEqualTo(concurrency(LINKS, 1, 9));
        assertThatThrownBy(() -> policies.remove(ENWIKI, ANN, 3, soon()))
                .hasMessageContaining("the one in the configuration is changed there");
    }

    @Test
    void manyChangesAreRestatedAndWhatIsBeforeThatIsNotNeeded() throws InterruptedException {
        LimitPolicy kept = concurrency(ENWIKI, 1, 2);
        set(kept);
        TopicPartition topic = new TopicPartition(PolicyLog.TOPIC, 0);
        for (int i = 0; i < 1_100; i++) {
            set(concurrency(LINKS, 1, 1 + i % 50));
        }
        assertThat(log.range(topic).first()).isGreaterThan(900);
        PolicyLog restarted = open();
        assertThat(restarted.current().all())
                .isEqualTo(policies.current().all())
                .contains(kept);
        assertThat(restarted.current().version()).isEqualTo(1_101);
        assertThat(restarted.recorded()).isEqualTo(policies.recorded());
        PolicyChange next = restarted.set(paused(ENWIKI), ANN, 1_101, soon());
        policies.refresh();
        assertThat(policies.recorded()).contains(next);
    }

    @Test
    void changesOfOthersComeIntoForceAndWakeTheReader() throws InterruptedException {
        Wakeup wakeup = time.newWakeup();
        PolicyLog other = open();
        other.onChange(wakeup);
        var follower = other.follower();
        follower.step();
        LimitPolicies before = other.current();
        assertThat(wakeup.await(Duration.ZERO)).isFalse();
        set(paused(LINKS));
        assertThat(other.current()).isSameAs(before);
        follower.step();
        assertThat(other.current().of(LINKS)).isEqualTo(paused(LINKS));
        assertThat(wakeup.await(Duration.ZERO)).isTrue();
    }

    @Test
    void changeWithoutReasonOrWithoutContentIsRefused() {
        assertThatThrownBy(() -> new Author("ann", " ")).hasMessageContaining("no 'reason'");
        assertThatThrownBy(() -> new Author("ann", "x".repeat(501))).hasMessageContaining("501 characters");
        assertThatThrownBy(() -> new Author("", "because")).hasMessageContaining("'by' is ''");
        assertThatThrownBy(() -> set(LimitPolicy.of(LINKS))).hasMessageContaining("says nothing");
        assertThatThrownBy(() -> policies.remove(LINKS, ANN, 0, soon()))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
        assertThat(log.range(new TopicPartition(PolicyLog.TOPIC, 0)).next()).isZero();
    }

    @Test
    void recordOfANewerProgramIsNotGuessed() throws InterruptedException {
        log.append(
                Batch.of(new NewRecord(
                        new TopicPartition(PolicyLog.TOPIC, 0),
                        0,
                        null,
                        List.of(new Header("atoll-format", new byte[] {2})),
                        "{}".getBytes(StandardCharsets.UTF_8))),
                soon());
        assertThatThrownBy(this::open).hasMessageContaining("format '2', this program reads 1");
    }
}
