package atoll.server.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.admin.Fixture;
import atoll.work.ledger.state.State;
import atoll.work.ledger.state.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeadLettersTest {
    private static final String LIST = "/v1/admin/dead-letters";
    private static final String REPLAY = "/v1/admin/dead-letters/replay";
    private static final String DROP = "/v1/admin/dead-letters/drop";
    private static final String ACTION = "/v1/admin/actions/{id}";

    private final Fixture fixture = new Fixture();

    private void dead(int count, String wiki, String detail) {
        for (int i = 0; i < count; i++) {
            int offset = fixture.work.size();
            fixture.work.with(
                    "0:" + offset,
                    State.DEAD,
                    wiki,
                    fixture.now,
                    new Timeline.Moment(fixture.now, "dead", 500, detail + " " + offset));
        }
    }

    private String begin(String path, String body) throws InterruptedException {
        return fixture.post(path, Map.of(), body).path("action_id").asString();
    }

    private JsonNode action(String id) throws InterruptedException {
        return fixture.get(ACTION, "", Map.of("id", id));
    }

    private void run(Actions actions, Duration duration) throws InterruptedException {
        long end = fixture.time.nanoTime() + duration.toNanos();
        while (fixture.time.nanoTime() < end) {
            var _ = actions.step();
            fixture.time.advance(Duration.ofMillis(200));
        }
    }

    @Test
    void thoseOfOneCauseAreOneGroupTheLargestFirst() throws InterruptedException {
        dead(2, "enwiki", "lock");
        dead(3, "dewiki", "<b>gone</b>");
        dead(1, "frwiki", "<b>gone</b>");
        JsonNode answer = fixture.get(LIST, "?group=cause");
        assertThat(answer.path("total").asLong()).isEqualTo(6);
        assertThat(answer.path("groups")).hasSize(2);
        assertThat(answer.at("/groups/0/cause").asString()).isEqualTo("500: <b>gone</b> #");
        assertThat(answer.at("/groups/0/count").asLong()).isEqualTo(4);
        assertThat(answer.at("/groups/0/wiki_count").asLong()).isEqualTo(2);
        assertThat(answer.at("/groups/0/sample_ids/0").asString()).isEqualTo("0:2");
        assertThat(answer.at("/groups/1/key").asString()).hasSize(16);
    }

    @Test
    void aGroupIsReplayedAtItsRateAndNothingElse() throws InterruptedException {
        dead(10, "enwiki", "lock");
        dead(10, "enwiki", "gone");
        String key = fixture.get(LIST, "")
                .path("groups")
                .valueStream()
                .filter(group -> group.path("cause").asString().contains("lock"))
                .findFirst()
                .orElseThrow()
                .path("key")
                .asString();
        String id = begin(REPLAY, "{\"key\":\"" + key + "\",\"per_second\":2,\"reason\":\"repaired\",\"by\":\"ann\"}");
        run(fixture.actions, Duration.ofSeconds(2));
        assertThat(action(id).path("state").asString()).isEqualTo("running");
        assertThat(action(id).path("changed").asLong()).isBetween(3L, 5L);
        run(fixture.actions, Duration.ofSeconds(6));
        assertThat(action(id).path("state").asString()).isEqualTo("done");
        assertThat(fixture.work.commands).hasSize(10).allMatch(command -> command.endsWith("by ann: repaired"));
    }

    @Test
    void theEndIsInTheAudit() throws InterruptedException {
        dead(3, "enwiki", "lock");
        var _ = begin(DROP, "{\"filter\":{\"wiki\":\"enwiki\"},\"reason\":\"closed\"}");
        run(fixture.actions, Duration.ofSeconds(2));
        JsonNode entry = fixture.get("/v1/admin/audit", "").at("/entries/0");
        assertThat(entry.path("action").asString()).isEqualTo("dead-letters drop ended");
        assertThat(entry.path("count").asLong()).isEqualTo(3);
        assertThat(fixture.get("/v1/admin/audit", "").at("/entries/1/action").asString())
                .isEqualTo("dead-letters drop");
    }

    @Test
    void anActionGoesOnAfterARestartWhereItWas() throws InterruptedException {
        dead(40, "enwiki", "lock");
        String id = begin(REPLAY, "{\"all\":true,\"per_second\":2}");
        run(fixture.actions, Duration.ofSeconds(8));
        long before = fixture.work.commands.size();
        assertThat(before).isBetween(10L, 20L);
        Actions restarted = new Actions(fixture.work, fixture.ownLog, fixture.audit, fixture.time);
        run(restarted, Duration.ofSeconds(20));
        assertThat(restarted.find(id).orElseThrow().progress().state()).isEqualTo(Action.State.DONE);
        assertThat(fixture.work.commands).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void aCancelledActionStopsAndStaysCancelled() throws InterruptedException {
        dead(40, "enwiki", "lock");
        String id = begin(REPLAY, "{\"all\":true,\"per_second\":2}");
        run(fixture.actions, Duration.ofSeconds(2));
        fixture.post(ACTION + "/cancel", Map.of("id", id), "{\"reason\":\"wrong\"}");
        int done = fixture.work.commands.size();
        run(fixture.actions, Duration.ofSeconds(5));
        assertThat(fixture.work.commands).hasSize(done);
        Actions restarted = new Actions(fixture.work, fixture.ownLog, fixture.audit, fixture.time);
        assertThat(restarted.find(id).orElseThrow().progress().state()).isEqualTo(Action.State.CANCELLED);
        assertThatThrownBy(() -> fixture.post(ACTION + "/cancel", Map.of("id", id), "{}"))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    }

    @Test
    void whatDiesAgainIsNotReplayedAgain() throws InterruptedException {
        dead(2, "enwiki", "lock");
        fixture.work.diesAgainAt(fixture.now.plusSeconds(60));
        fixture.time.advance(Duration.ofSeconds(1));
        String id = begin(REPLAY, "{\"all\":true,\"per_second\":1000}");
        run(fixture.actions, Duration.ofSeconds(5));
        assertThat(action(id).path("changed").asLong()).isEqualTo(2);
        assertThat(fixture.work.commands).hasSize(2);
    }

    @Test
    void moreThanAFewActionsAtOnceAreRefused() throws InterruptedException {
        dead(1, "enwiki", "lock");
        for (int i = 0; i < 8; i++) {
            var _ = begin(REPLAY, "{\"all\":true}");
        }
        assertThatThrownBy(() -> begin(REPLAY, "{\"all\":true}"))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.LIMITED));
    }

    @Test
    void badInputIsAnsweredWithWhatIsAllowed() {
        for (String bad : List.of(
                "{}",
                "{\"key\":5}",
                "{\"key\":\"" + "z".repeat(16) + "\"}",
                "{\"filter\":\"all\"}",
                "{\"filter\":{\"colour\":\"red\"}}",
                "{\"filter\":{\"wiki\":[\"enwiki\"]}}",
                "{\"filter\":{\"wiki\":\"" + "w".repeat(501) + "\"}}",
                "{\"all\":\"yes\"}",
                "{\"all\":true,\"per_second\":0}",
                "{\"all\":true,\"per_second\":1e9}",
                "{\"all\":true,\"per_second\":\"5\"}",
                "{\"all\":true,\"reason\":7}",
                "{\"all\":true,\"extra\":1}",
                "[]")) {
            assertThatThrownBy(() -> begin(REPLAY, bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
        }
        assertThatThrownBy(() -> begin(DROP, "{\"all\":true}"))
                .hasMessage("'reason' is missing: say why they are dropped");
        assertThatThrownBy(() -> action("a99")).hasMessage("there is no action 'a99'");
        assertThatThrownBy(() -> action("<script>")).hasMessage("there is no action '<script>'");
        assertThatThrownBy(() -> fixture.get(LIST, "?group=colour")).isInstanceOf(AtollException.class);
        assertThat(fixture.work.commands).isEmpty();
    }
}
