package atoll.server.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.changeprop.redaction.Redaction;
import atoll.log.TopicPartition;
import atoll.server.admin.Fixture;
import atoll.work.ledger.state.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FindingTest {
    private static final String FIND = "/v1/admin/find";
    private static final String TREE = "/v1/admin/find/tree";
    private static final String EDIT = """
            {"meta":{"id":"edit-1","request_id":"req-1","uri":"https://en.example/wiki/Talk:Main_Page","domain":"en.example"},
             "database":"enwiki","page_title":"Talk:Main_Page"}""";
    private static final String ROOT_JOB = """
            {"meta":{"id":"job-1","request_id":"req-1"},"database":"enwiki","params":{"title":"Main_Page","namespace":1},
             "root_event":{"signature":"sig-1","dt":"2026-01-01T00:00:00Z"},"sha1":"abc"}""";
    private static final String LEAF_JOB = """
            {"meta":{"id":"job-2","request_id":"req-1"},"database":"enwiki","params":{"title":"Leaf"},
             "root_event":{"signature":"sig-1","dt":"2026-01-01T00:00:00Z"}}""";
    private static final String PURGE = """
            {"meta":{"id":"purge-1","uri":"https://en.example/wiki/Talk:Main_Page","domain":"en.example"},
             "triggered_by":"req:req-1,mediawiki.page-edit:https://en.example/wiki/Talk:Main_Page"}""";

    private Fixture fixture = new Fixture();

    private void edit() {
        fixture.append("local.mediawiki.page-edit", EDIT);
        fixture.append("local.mediawiki.job.refreshLinks", ROOT_JOB);
        fixture.append("local.mediawiki.job.refreshLinks", LEAF_JOB);
        fixture.append("local.resource-purge", PURGE);
    }

    private JsonNode find(String query) throws InterruptedException {
        fixture.readEvents();
        return fixture.get(FIND, query);
    }

    private JsonNode tree(String query) throws InterruptedException {
        fixture.readEvents();
        return fixture.get(TREE, query);
    }

    private static List<String> ids(JsonNode answer) {
        return answer.path("found")
                .valueStream()
                .map(event -> event.path("event_id").asString())
                .toList();
    }

    @Test
    void findsEventsByWhateverIsKnownOfThem() throws InterruptedException {
        edit();
        assertThat(ids(find("?q=req-1"))).containsExactlyInAnyOrder("edit-1", "job-1", "job-2", "purge-1");
        assertThat(find("?q=req-1").path("by").asString()).isEqualTo("request");
        assertThat(ids(find("?q=job-2"))).containsExactly("job-2");
        assertThat(ids(find("?q=abc"))).containsExactly("job-1");
        assertThat(ids(find("?q=sig-1"))).containsExactlyInAnyOrder("job-1", "job-2");
        assertThat(ids(find("?q=talk:main%20page"))).containsExactlyInAnyOrder("edit-1", "purge-1");
        assertThat(ids(find("?q=Main+Page&by=title"))).containsExactly("job-1");
        assertThat(ids(find("?q=Help:Leaf"))).containsExactly("job-2");
        assertThat(ids(find("?q=en.example"))).containsExactly("purge-1");
        assertThat(find("?q=nothing").path("by").isNull()).isTrue();
    }

    @Test
    void saysWhatBecameOfWhatWasFound() throws InterruptedException {
        fixture.append("local.mediawiki.job.refreshLinks", "{\"meta\":{\"id\":\"event-4\"},\"database\":\"enwiki\"}");
        fixture.work.with("0:4", State.DEAD, "enwiki", fixture.now);
        JsonNode event = find("?q=event-4").at("/found/0");
        assertThat(event.at("/states/dead").asInt()).isEqualTo(1);
        assertThat(event.path("stream").asString()).isEqualTo("mediawiki.job.refreshLinks");
        assertThat(ids(find("?q=0:4"))).containsExactly("event-4");
    }

    @Test
    void theTreeShowsWhatLedToWhat() throws InterruptedException {
        edit();
        JsonNode tree = tree("?request=req-1");
        assertThat(tree.path("root")).hasSize(1);
        JsonNode edit = tree.at("/root/0");
        assertThat(edit.at("/event/event_id").asString()).isEqualTo("edit-1");
        assertThat(edit.path("children")
                        .valueStream()
                        .map(child -> child.at("/event/event_id").asString()))
                .containsExactlyInAnyOrder("job-1", "purge-1");
        JsonNode root = edit.path("children")
                .valueStream()
                .filter(child -> child.at("/event/event_id").asString().equals("job-1"))
                .findFirst()
                .orElseThrow();
        assertThat(root.at("/children/0/event/event_id").asString()).isEqualTo("job-2");
        assertThat(tree.path("left_out").asLong()).isZero();
        assertThat(tree("?event=job-2").path("root")).isEqualTo(tree.path("root"));
    }

    @Test
    void theTreeHasTheTimelinesOfDeliveries() throws InterruptedException {
        fixture.append(
                "local.mediawiki.job.refreshLinks",
                "{\"meta\":{\"id\":\"event-7\",\"request_id\":\"r\"},\"database\":\"enwiki\"}");
        fixture.work.with("2:7", State.DONE, "enwiki", fixture.now);
        JsonNode delivery = tree("?request=r").at("/root/0/deliveries/0");
        assertThat(delivery.path("id").asString()).isEqualTo("2:7");
        assertThat(delivery.at("/timeline/0/what").asString()).isEqualTo("received");
    }

    @Test
    void aLongChainIsDrawnToABoundedDepth() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            fixture.append("local.chain", """
                    {"meta":{"id":"c%d","request_id":"r","uri":"/%d"},"triggered_by":"req:r,chain:/%d"}""".formatted(i, i, i - 1));
        }
        JsonNode node = tree("?request=r").at("/root/0");
        int depth = 0;
        while (!node.path("children").isEmpty()) {
            node = node.at("/children/0");
            depth++;
        }
        assertThat(depth).isBetween(39, 41);
    }

    @Test
    void whatIsNotToBeSeenCannotBeFoundOutEither() throws InterruptedException {
        fixture = new Fixture(Redaction.of(List.of("page_title", "meta.request_id")));
        fixture.append(
                "local.mediawiki.page-edit",
                "{\"meta\":{\"id\":\"e\",\"request_id\":\"r\"},\"page_title\":\"Secret\"}");
        fixture.append("local.mediawiki.page-edit", "no json: Secret");
        assertThat(ids(find("?q=Secret"))).isEmpty();
        assertThat(ids(find("?q=r&by=request"))).isEmpty();
        assertThat(find("?q=e").at("/found/0/title").asString()).isEqualTo(Redaction.MASK);
    }

    @Test
    void eventsThatAreGoneFromTheLogAreNotFound() throws InterruptedException {
        edit();
        assertThat(ids(find("?q=job-2"))).hasSize(1);
        fixture.log.deleteBefore(new TopicPartition("local.mediawiki.job.refreshLinks", 0), 2);
        assertThat(ids(find("?q=job-2"))).isEmpty();
    }

    @Test
    void titlesWithScriptsAreCarriedUnharmed() throws InterruptedException {
        String title = "<script>alert('1')</script>\\\"&";
        fixture.append(
                "local.edit", "{\"meta\":{\"id\":\"x\"},\"page_title\":\"<script>alert('1')</script>\\\\\\\"&\"}");
        assertThat(find("?q=x").at("/found/0/title").asString()).isEqualTo(title);
    }

    @Test
    void badInputIsAnsweredWithWhatIsAllowed() {
        assertThatThrownBy(() -> find("")).hasMessage("'q' is missing: say what to find");
        assertThatThrownBy(() -> find("?q=%20")).hasMessage("'q' is missing: say what to find");
        assertThatThrownBy(() -> find("?q=" + "x".repeat(501))).hasMessage("'q' has 501 characters: at most 500");
        assertThatThrownBy(() -> find("?q=x&by=colour"))
                .hasMessage("'by' is 'colour': must be 'auto' or one of job, request, sha1, root, wiki, title");
        assertThatThrownBy(() -> find("?q=x&from=00")).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> find("?q=x&by=job&from=zz")).hasMessageStartingWith("'from' is no place in a list");
        assertThatThrownBy(() -> find("?q=x&limit=501")).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> tree("?request=unknown")).hasMessageStartingWith("no event of 'unknown' can be found");
        assertThatThrownBy(() -> tree("")).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> tree("?event=unknown")).isInstanceOf(AtollException.class);
    }
}
