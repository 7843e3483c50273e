package atoll.work.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerBatchTest {
    private static final Instant AT = Instant.ofEpochMilli(1_767_225_600_123L);
    private static final List<Decision> ONE_OF_EACH = List.of(
            new Decision.Queued(1, 1),
            new Decision.Delayed(2, AT),
            new Decision.Duplicate(3, 1, "the same event id"),
            new Decision.Folded(4, 1, 1, null),
            new Decision.Folded(5, 2, 2, AT),
            new Decision.Superseded(6, AT),
            new Decision.Abandoned(7, "claim_ttl"),
            new Decision.Due(8, 300),
            new Decision.Claimed(9, 70_000, AT),
            new Decision.Finished(10, true, 404, "gone"),
            new Decision.RetryAt(11, AT, 500, "ünïcode"),
            new Decision.Postponed(12, true, AT, 423, ""),
            new Decision.Died(13, true, 403, "signature"),
            new Decision.Released(14, true, "owner died"),
            new Decision.Replayed(15, 999, "me"),
            new Decision.Limited(15, Instant.ofEpochMilli(77), "full"),
            new Decision.Counted(15, "failures", Duration.ofSeconds(1), Duration.ofMinutes(1)),
            new Decision.Dropped(16, "me"),
            new Decision.Carried(17, new byte[] {1, 2}, new byte[] {3}));

    private static final Totals TOTALS = new Totals(
            Map.of(new CountKey("s", "r", "t", "w"), Map.of(State.DONE, 70_000L, State.DROPPED, 1L)),
            Map.of(new PauseKey("", "w"), AT, new PauseKey("r", "w"), AT));

    private final LedgerBatch batch = new LedgerBatch(AT, -5, 3, 18, ONE_OF_EACH, null);
    private final LedgerBatch withTotals = new LedgerBatch(AT, -5, 3, 18, ONE_OF_EACH, TOTALS);

    @Test
    void everyKindOfDecisionIsReadAsItWasWritten() {
        assertThat(ONE_OF_EACH.stream().map(Object::getClass).distinct().count())
                .isEqualTo(Decision.class.getPermittedSubclasses().length);
        assertThat(LedgerBatch.decode(batch.encode())).isEqualTo(batch);
    }

    @Test
    void totalsAreReadAsTheyWereWritten() {
        assertThat(LedgerBatch.decode(withTotals.encode())).isEqualTo(withTotals);
    }

    @Test
    void cutRecordEndsInAnError() {
        byte[] bytes = withTotals.encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> LedgerBatch.decode(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(AtollException.class);
        }
    }

    @Test
    void newerFormatIsRefusedWithAdvice() {
        byte[] bytes = batch.encode();
        bytes[0] = 2;
        assertThatThrownBy(() -> LedgerBatch.decode(bytes)).hasMessageContaining("use a newer Atoll");
    }

    @Seeded(runs = 300)
    void damagedRecordEndsInAnErrorOrInOtherDecisions(Draw draw) {
        byte[] bytes = withTotals.encode();
        for (int i = draw.intBetween(1, 4); i > 0; i--) {
            bytes[draw.intBetween(0, bytes.length - 1)] = (byte) draw.intBetween(0, 255);
        }
        try {
            assertThat(LedgerBatch.decode(bytes).decisions()).hasSizeLessThanOrEqualTo(bytes.length);
        } catch (AtollException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
