package atoll.server.admin.balance;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.admission.AdmissionCounts;
import atoll.work.ledger.state.State;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BalanceTest {
    private static final AdmissionCounts ADMITTED = new AdmissionCounts(9, 7, 2, 7, 0, 0);

    @Test
    void whatIsPendingIsOpenButNotMissing() {
        Balance balance = new Balance(
                10, ADMITTED, 1, Map.of(State.DONE, 3L, State.DUPLICATE, 1L, State.DEAD, 1L, State.RETRY, 1L), 1);
        assertThat(balance.difference()).isZero();
        assertThat(balance.unsettled()).isEqualTo(2);
        assertThat(balance.open()).isEqualTo(3);
    }

    @Test
    void aLostRecordAndALostDeliveryDoNotHideEachOther() {
        Balance balance = new Balance(10, ADMITTED, 0, Map.of(State.DONE, 8L), 0);
        assertThat(balance.recordDifference()).isEqualTo(1);
        assertThat(balance.deliveryDifference()).isEqualTo(-1);
        assertThat(balance.difference()).isEqualTo(2);
    }

    @Test
    void streamsAddUp() {
        Balance one = new Balance(10, ADMITTED, 1, Map.of(State.DONE, 7L), 0);
        Balance sum = Balance.NONE.plus(one).plus(one);
        assertThat(sum.accepted()).isEqualTo(20);
        assertThat(sum.of(State.DONE)).isEqualTo(14);
        assertThat(sum.difference()).isZero();
        assertThat(sum.open()).isEqualTo(2);
    }
}
