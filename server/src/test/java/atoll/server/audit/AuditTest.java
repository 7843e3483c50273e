package atoll.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.admin.Fixture;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuditTest {
    private static final String RETRY = "/v1/admin/jobs/retry";
    private static final String DROP_ONE = "/v1/admin/jobs/{id}/drop";

    private final Fixture fixture = new Fixture();

    private JsonNode listed(String query) throws InterruptedException {
        return fixture.get("/v1/admin/audit", query);
    }

    @Test
    void aChangeIsListedWithWhoWhatWhyAndWhatCameOfIt() throws InterruptedException {
        fixture.work.with("0:1", State.DEAD, "enwiki", fixture.now).with("0:2", State.DEAD, "enwiki", fixture.now);
        fixture.post(RETRY, Map.of(), "{\"wiki\":\"enwiki\",\"by\":\"ann\",\"reason\":\"<b>repaired</b>\"}");

        JsonNode entry = listed("").at("/entries/0");

        assertThat(listed("").path("entries")).hasSize(1);
        assertThat(entry.path("who").asString()).isEqualTo("ann");
        assertThat(entry.path("from").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.path("action").asString()).isEqualTo("jobs retry");
        assertThat(entry.path("what").asString()).isEqualTo("jobs/retry wiki=enwiki");
        assertThat(entry.path("reason").asString()).isEqualTo("<b>repaired</b>");
        assertThat(entry.path("result").asString()).isEqualTo("done");
        assertThat(entry.path("count").asLong()).isEqualTo(2);
    }

    @Test
    void aRefusedChangeIsListedWithTheRefusal() throws InterruptedException {
        assertThatThrownBy(() -> fixture.post(DROP_ONE, Map.of("id", "0:9"), "{}"))
                .isInstanceOf(AtollException.class);
        assertThat(listed("").at("/entries/0/result").asString()).startsWith("refused: no delivery '0:9' is known");
        assertThat(listed("").at("/entries/0/who").asString()).isEqualTo("local");
    }

    @Test
    void nothingIsChangedIfItCannotBeWrittenDown() {
        fixture.work.with("0:1", State.DEAD, "enwiki", fixture.now);
        fixture.ownLog.refuse("the disk is full");
        assertThatThrownBy(() -> fixture.post(RETRY, Map.of(), "{\"wiki\":\"enwiki\"}"))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE))
                .hasMessageStartingWith("nothing was changed, because the audit cannot be written: ");
        assertThat(fixture.work.commands).isEmpty();
    }

    @Test
    void readingIsNotWrittenDown() throws InterruptedException {
        fixture.get("/v1/admin/queue", "");
        assertThat(listed("").path("entries")).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedAndRepeatNothing() throws InterruptedException {
        for (int i = 0; i < 7; i++) {
            fixture.work.with("0:" + i, State.DEAD, "enwiki", fixture.now);
            fixture.post(DROP_ONE, Map.of("id", "0:" + i), "{\"reason\":\"r" + i + "\"}");
        }
        JsonNode first = listed("?limit=3");
        JsonNode second = listed("?limit=3&before=" + first.path("next").asLong());
        JsonNode third = listed("?limit=3&before=" + second.path("next").asLong());
        assertThat(reasons(first)).containsExactly("r6", "r5", "r4");
        assertThat(reasons(second)).containsExactly("r3", "r2", "r1");
        assertThat(reasons(third)).containsExactly("r0");
        assertThat(third.path("next").isNull()).isTrue();
    }

    private static List<String> reasons(JsonNode page) {
        JsonNode entries = page.path("entries");
        return IntStream.range(0, entries.size())
                .mapToObj(i -> entries.path(i).path("reason").asString())
                .toList();
    }

    @Test
    void aChangeThatACrashCutOffSaysSo() throws InterruptedException {
        AuditEntry entry =
                new AuditEntry(fixture.now, new AuditEntry.Actor("ann", "10.0.0.1"), "jobs retry", "", "", null, null);
        var _ = fixture.audit.begin(entry);
        assertThat(listed("").at("/entries/0/result").asString()).isEqualTo("under way");
        fixture.time.advance(Duration.ofMinutes(1));
        AuditLog later = new AuditLog(fixture.ownLog, fixture.time);
        assertThat(later.page(null, 10).entries().getFirst().result()).isEqualTo("not known: Atoll ended meanwhile");
    }

    @Test
    void hugeAndBrokenBodiesAreCutOrLeftOut() throws InterruptedException {
        assertThatThrownBy(() -> fixture.post(RETRY, Map.of(), "{\"wiki\":\"" + "w".repeat(60_000) + "\"}"))
                .isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> fixture.post(RETRY, Map.of(), "no json")).isInstanceOf(AtollException.class);
        JsonNode entries = listed("").path("entries");
        assertThat(entries.path(0).path("what").asString()).isEqualTo("jobs/retry");
        assertThat(entries.path(1).path("what").asString()).hasSizeLessThan(300).startsWith("jobs/retry wiki=www");
    }

    @Test
    void badPlacesAreRefused() {
        assertThatThrownBy(() -> listed("?before=-1")).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> listed("?before=x")).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> listed("?limit=100000")).isInstanceOf(AtollException.class);
    }
}
