package atoll.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.admission.AdmissionCounts;
import atoll.work.Delivery;
import atoll.work.DeliveryCodec;
import atoll.work.DeliveryLog;
import atoll.work.Source;
import atoll.work.ledger.state.State;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BalancesTest {
    private static final String BALANCE = "/v1/admin/balance";
    private final Fixture fixture = new Fixture();

    @Test
    void isZeroWhenEverythingIsAccountedFor() throws InterruptedException {
        accept(5);
        fixture.admitted.put(FakeWork.TOPIC, new AdmissionCounts(4, 3, 1, 3, 1, 0));
        fixture.unread.put(FakeWork.TOPIC, 1L);
        fixture.work.with("0:0", State.DONE, "enwiki", fixture.now).with("0:1", State.DEAD, "enwiki", fixture.now);
        handOver(FakeWork.TOPIC);

        JsonNode balance = fixture.get(BALANCE, "");

        assertThat(balance.path("difference").asLong()).isZero();
        JsonNode stream = balance.at("/streams/0");
        assertThat(stream.path("stream").asString()).isEqualTo("mediawiki.job.refreshLinks");
        assertThat(stream.at("/records/accepted").asLong()).isEqualTo(5);
        assertThat(stream.at("/records/not_admitted_yet").asLong()).isEqualTo(1);
        assertThat(stream.at("/deliveries/pending").asLong()).isEqualTo(1);
        assertThat(stream.at("/deliveries/done").asLong()).isEqualTo(1);
        assertThat(fixture.work.snapshots).isEqualTo(1);
    }

    @Test
    void showsALostRecordAndALostDeliveryAfterLookingAgain() throws InterruptedException {
        accept(3);
        fixture.admitted.put(FakeWork.TOPIC, new AdmissionCounts(2, 2, 0, 2, 0, 0));
        fixture.work.with("0:0", State.DONE, "enwiki", fixture.now);

        JsonNode balance = fixture.get(BALANCE, "");

        assertThat(balance.at("/totals/records/difference").asLong()).isEqualTo(1);
        assertThat(balance.at("/totals/deliveries/difference").asLong()).isEqualTo(1);
        assertThat(balance.path("difference").asLong()).isEqualTo(2);
        assertThat(fixture.work.snapshots).isGreaterThan(1);
    }

    @Test
    void aLossInOneStreamIsNotHiddenByADoublingInAnother() throws InterruptedException {
        accept(1);
        fixture.append("local.other", "{}");
        fixture.admitted.put(FakeWork.TOPIC, new AdmissionCounts(2, 0, 2, 0, 0, 0));
        fixture.admitted.put("local.other", AdmissionCounts.NONE);
        assertThat(fixture.get(BALANCE, "").path("difference").asLong()).isEqualTo(2);
    }

    @Test
    void aTopicAdmissionHasNotNoticedYetIsNotAdmittedYet() throws InterruptedException {
        accept(2);
        JsonNode balance = fixture.get(BALANCE, "");
        assertThat(balance.path("difference").asLong()).isZero();
        assertThat(balance.at("/totals/records/not_admitted_yet").asLong()).isEqualTo(2);
    }

    private void accept(int records) {
        for (int i = 0; i < records; i++) {
            fixture.append(FakeWork.TOPIC, "{}");
        }
    }

    private void handOver(String topic) {
        Delivery delivery = new Delivery(
                "mediawiki_jobs",
                "t",
                "enwiki",
                "e",
                null,
                fixture.now,
                false,
                fixture.now,
                null,
                null,
                null,
                new Source(topic, 0, 2));
        fixture.append(DeliveryLog.TOPIC, new byte[] {'{', '}'}, DeliveryCodec.headers(delivery));
    }
}
