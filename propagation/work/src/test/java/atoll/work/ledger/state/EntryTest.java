package atoll.work.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.testkit.seed.Draw;
import atoll.testkit.seed.Seeded;
import atoll.work.Deliveries;
import atoll.work.Root;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EntryTest {

    @Test
    void entryIsReadAsItWasWritten() {
        Entry entry = entry();
        assertThat(Entry.decode(7, entry.encode())).usingRecursiveComparison().isEqualTo(entry);
    }

    @Test
    void cutEntryEndsInAnError() {
        byte[] bytes = entry().encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Entry.decode(7, cut)).isInstanceOf(AtollException.class);
        }
    }

    @Seeded(runs = 300)
    void damagedEntryOrCountsEndInAnErrorOrInOtherValues(Draw draw) {
        byte[] bytes = entry().encode();
        bytes[draw.intBetween(0, bytes.length - 1)] = (byte) draw.intBetween(0, 255);
        byte[] counts = draw.bytes(20);
        try {
            assertThat(Entry.decode(7, bytes).offset()).isEqualTo(7);
            assertThat(Counts.decode(counts).asMap()).hasSizeLessThanOrEqualTo(State.values().length);
        } catch (AtollException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void longTimelineLeavesOutTheMiddleAndSaysSo() {
        Timeline timeline = new Timeline();
        for (int i = 0; i < 100; i++) {
            timeline.add(Deliveries.START, "attempt " + i, 500, "");
        }
        assertThat(timeline.moments()).hasSize(40);
        assertThat(timeline.leftOut()).isEqualTo(60);
        assertThat(timeline.moments().getFirst().what()).isEqualTo("attempt 0");
        assertThat(timeline.moments().getLast().what()).isEqualTo("attempt 99");
    }

    private static Entry entry() {
        Entry entry = new Entry(
                7,
                Deliveries.of(
                        "r",
                        "t",
                        "w",
                        "id",
                        Deliveries.START,
                        Deliveries.START.plusSeconds(9),
                        "key",
                        new Root("sig", Deliveries.START)));
        entry.carriedIn = 9;
        entry.carriedAt = Deliveries.START.plusSeconds(2);
        entry.ledgerOffset = 3;
        entry.state = State.RETRY;
        entry.order = 1000;
        entry.dueAt = Deliveries.START.plusSeconds(60);
        entry.attempts = 2;
        entry.claims = 5;
        entry.interruptions = 1;
        entry.claimedAt = Deliveries.START;
        entry.changedAt = Deliveries.START.plusSeconds(1);
        entry.timeline.add(Deliveries.START, "failed", 500, "boom");
        return entry;
    }
}
