package atoll.work.owner;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.work.Deliveries;
import atoll.work.Delivery;
import atoll.work.DeliveryId;
import atoll.work.LimitKey;
import atoll.work.Limiter;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.state.Decision;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the owner does with deliveries whose limiter is full.
class LimiterTest {
    private static final Outcome DONE = new Outcome.Done(200, "ok");
    private static final Outcome FAILED = new Outcome.Rejected(500, "boom");
    private static final Limiter TWO_A_MINUTE =
            new Limiter("failures", List.of(new Limiter.Window(Duration.ofMinutes(1), 2, Duration.ofSeconds(1))));

    private final OwnerBench bench = new OwnerBench();

    LimiterTest() {
        bench.rules = List.of(RulePolicy.of("r", 1).withLimiters(List.of(TWO_A_MINUTE)));
    }

    private DeliveryId arrive(String id, String key) {
        Delivery d = Deliveries.plain(id);
        return bench.arrive(new Delivery(
                d.rule(),
                d.type(),
                d.wiki(),
                d.eventId(),
                d.requestId(),
                d.created(),
                d.coarse(),
                d.received(),
                d.delayUntil(),
                d.dedupKey(),
                d.root(),
                d.source(),
                List.of(new LimitKey("failures", key))));
    }

    private void fill() {
        arrive("x", "page");
        arrive("y", "page");
        bench.settle();
        bench.answer(FAILED);
        bench.answer(FAILED);
    }

    @Test
    void defect05ALimitedDeliveryWaitsInsteadOfBeingDroppedAndHoldsNoSlot() {
        fill();
        DeliveryId limited = arrive("a", "page");
        DeliveryId other = arrive("b", "other page");
        bench.settle();
        assertThat(bench.state(limited)).isEqualTo(State.WAITING);
        assertThat(bench.entry(limited).timeline().moments().getLast().detail())
                .startsWith("limiter 'failures' is full for 'page'; waits until ");
        assertThat(bench.state(other)).as("the only slot is free for others").isEqualTo(State.CLAIMED);
        bench.answer(DONE);
        bench.run(Duration.ofMinutes(2));
        bench.answer(DONE);
        assertThat(bench.state(limited)).isEqualTo(State.DONE);
        assertThat(bench.recorded(Decision.Limited.class))
                .as("one decision for all the time")
                .isEqualTo(1);
    }

    @Test
    void whatIsCountedIsKnownToTheNextOwner() {
        fill();
        bench.restart();
        DeliveryId limited = arrive("a", "page");
        bench.settle();
        assertThat(bench.state(limited)).isEqualTo(State.WAITING);
    }

    @Test
    void onlyServerErrorsCount() {
        arrive("x", "page");
        arrive("y", "page");
        arrive("z", "page");
        bench.settle();
        bench.answer(new Outcome.Rejected(404, "not found"));
        bench.answer(new Outcome.Failed(0, "no answer"));
        bench.answer(DONE);
        assertThat(bench.recorded(Decision.Counted.class)).isZero();
        assertThat(bench.started).containsExactly("x#1", "y#1", "z#1");
    }

    @Test
    void aRuleThatLostItsLimiterIsNotHeldBackByIt() {
        fill();
        bench.rules = List.of(RulePolicy.of("r", 1));
        arrive("a", "page");
        bench.settle();
        assertThat(bench.started).containsExactly("x#1", "y#1", "a#1");
    }
}
