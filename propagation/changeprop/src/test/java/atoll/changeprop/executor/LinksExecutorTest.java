package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.LinkKind;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.changeprop.rule.template.EventView;
import atoll.log.TopicPartition;
import atoll.log.memory.MemoryEventLog;
import atoll.work.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LinksExecutorTest {
    private static final String EVENT = """
            {"meta":{"id":"root-id","stream":"mediawiki.revision-create","uri":"https://w.example/wiki/Template:A",\
            "domain":"w.example","dt":"2026-11-22T17:00:00Z","request_id":"q"},\
            "database":"wikidb","page_title":"Template:A_&_B"}""";
    private static final String LEAVES = "dc1.change-prop.transcludes.resource-change";
    private static final String CONTINUE = "dc1.change-prop.transcludes.continue";
    private static final String FIRST = "/sys/links/transcludes/{message.page_title}";
    private static final String NEXT = "/sys/links/transcludes/{message.original_event.page_title}";
    private static final JsonMapper JSON = new JsonMapper();

    private final ManualTime time = new ManualTime();
    private final RecordingHttp http = new RecordingHttp();
    private final MemoryEventLog log = MemoryEventLog.committing(time);

    private Outcome execute(String event, String uri, long budget) throws InterruptedException {
        return Attempts.links(http, time, log, budget)
                .execute(
                        Attempts.of("r", "w", event),
                        links(uri),
                        new EventView(event.getBytes(UTF_8), "event-1", ManualTime.START),
                        Deadline.after(time, Duration.ofMinutes(1)));
    }

    private static Exec.Links links(String uri) {
        Exec exec = RuleFiles.load(List.of(new RuleFile("f", "r: {topic: t, exec: {uri: '" + uri + "'}}")))
                .rule("r")
                .orElseThrow()
                .cases()
                .getFirst()
                .exec()
                .getFirst();
        assertThat(exec).isInstanceOf(Exec.Links.class);
        return (Exec.Links) exec;
    }

    private void answer(int from, int titles, boolean isLast) {
        String list = IntStream.range(from, from + titles)
                .mapToObj(i -> "{\"pageid\":" + i + ",\"ns\":0,\"title\":\"Page " + i + "\"}")
                .collect(Collectors.joining(","));
        String next = "\"continue\":{\"eicontinue\":\"0|" + (from + titles) + "\",\"continue\":\"-||\"},";
        http.reply(200, "{" + (isLast ? "" : next) + "\"query\":{\"embeddedin\":[" + list + "]}}");
    }

    private List<JsonNode> events(String topic) {
        return log.topic(topic).isEmpty()
                ? List.of()
                : log.read(new TopicPartition(topic, 0), 0, 100_000, Long.MAX_VALUE).stream()
                        .map(record -> JSON.readTree(record.value()))
                        .toList();
    }

    private List<String> ids(String topic) {
        return events(topic).stream()
                .map(event -> event.at("/meta/id").asString())
                .distinct()
                .toList();
    }

    @Test
    void aPageOfTitlesBecomesLeavesAndOneEventThatContinues() throws InterruptedException {
        answer(0, 500, false);
        assertThat(execute(EVENT, FIRST, 1_000_000)).isEqualTo(new Outcome.Done(200, "500 events so far"));
        assertThat(http.only().uri().toString())
                .startsWith("http://localhost/w/api.php?action=query&format=json&formatversion=2")
                .contains("list=embeddedin&eititle=Template%3AA_%26_B&eilimit=500");
        assertThat(events(LEAVES)).hasSize(500);
        JsonNode leaf = events(LEAVES).getLast();
        assertThat(leaf.path("$schema").asString()).isEqualTo("/resource_change/1.0.0");
        assertThat(leaf.at("/meta/uri").asString()).isEqualTo("https://w.example/wiki/Page_499");
        assertThat(leaf.at("/root_event/signature").asString()).isEqualTo("https://w.example/wiki/Template:A");
        assertThat(leaf.at("/root_event/dt").asString()).isEqualTo("2026-11-22T17:00:00Z");
        assertThat(leaf.path("triggered_by").asString())
                .isEqualTo("req:request-1,mediawiki.revision-create:https://w.example/wiki/Template:A");
        assertThat(leaf.path("database").asString()).isEqualTo("wikidb");
        JsonNode more = events(CONTINUE).getFirst();
        assertThat(more.path("$schema").asString()).isEqualTo("/change-prop/continue/1.0.0");
        assertThat(more.path("original_event")).isEqualTo(JSON.readTree(EVENT));
    }

    @Test
    void theExpansionGoesOnToTheLastPageAndItsChainDoesNotGrow() throws InterruptedException {
        answer(0, 500, false);
        assertThat(execute(EVENT, FIRST, 1_000_000)).isInstanceOf(Outcome.Done.class);
        for (int page = 1; page <= 30; page++) {
            answer(page * 500, page == 30 ? 7 : 500, page == 30);
            String event = events(CONTINUE).getLast().toString();
            assertThat(execute(event, NEXT, 1_000_000)).isInstanceOf(Outcome.Done.class);
            assertThat(http.requests.getLast().uri().toString()).contains("eicontinue=0%7C" + page * 500);
        }
        assertThat(ids(CONTINUE)).hasSize(30);
        assertThat(ids(LEAVES)).hasSize(15_007);
        assertThat(events(LEAVES).getLast().path("triggered_by").asString().split(",", -1))
                .hasSize(3);
    }

    @Test
    void aPageThatIsDoneAgainMakesTheSameEvents() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            answer(0, 3, false);
            assertThat(execute(EVENT, FIRST, 1_000_000)).isInstanceOf(Outcome.Done.class);
        }
        assertThat(events(LEAVES)).hasSize(6);
        assertThat(ids(LEAVES)).hasSize(3);
        assertThat(ids(CONTINUE)).hasSize(1);
    }

    @Test
    void theBudgetStopsItVisibly() throws InterruptedException {
        answer(0, 500, false);
        assertThat(execute(EVENT, FIRST, 500)).isInstanceOf(Outcome.Done.class);
        Outcome stopped = execute(events(CONTINUE).getFirst().toString(), NEXT, 500);
        assertThat(stopped).isInstanceOf(Outcome.Rejected.class);
        assertThat(stopped.detail()).contains("has led to 500 events, which is its budget");
        assertThat(http.requests).hasSize(1);
    }

    @Test
    void aPageNobodyUsesIsDoneWithoutEvents() throws InterruptedException {
        http.reply(200, "{\"batchcomplete\":true,\"query\":{\"embeddedin\":[]}}");
        assertThat(execute(EVENT, FIRST, 10)).isEqualTo(new Outcome.Done(200, "0 events so far, these were the last"));
        assertThat(log.topics()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '!',
            value = {
                "200; {\"error\":{\"code\":\"maxlag\",\"info\":\"5 s\"}}; postponed",
                "200; {\"error\":{\"code\":\"readonly\"}}; postponed",
                "200; {\"error\":{\"code\":\"invalidtitle\"}}; rejected",
                "200; <html>login</html>; failed",
                "200; {\"query\":{\"embeddedin\":[{\"title\":; failed",
                "200; {\"query\":{\"embeddedin\":[{\"ns\":0}]}}; failed",
                "500; oops; failed",
                "404; no; rejected",
                "302; no; rejected",
                "429; slow; postponed",
            })
    void anythingElseIsNoSuccess(int status, String body, String label) throws InterruptedException {
        http.reply(status, body);
        assertThat(execute(EVENT, FIRST, 10).label()).isEqualTo(label);
        assertThat(log.topics()).isEmpty();
    }

    @Test
    void aContinueEventThatContinuesNothingIsRefused() throws InterruptedException {
        assertThat(execute("{\"continue\":{},\"original_event\":{}}", NEXT, 10)).isInstanceOf(Outcome.Rejected.class);
        assertThat(http.requests).isEmpty();
    }

    @Test
    void bothSpellingsAndBothKindsOfTheOriginalAreKnown() {
        assertThat(links("/{api:sys}/links/backlinks/{message.page_title}").kind())
                .isEqualTo(LinkKind.BACKLINKS);
        assertThat(links("/sys/links/transcludes/{{message.page_title}}").kind())
                .isEqualTo(LinkKind.TRANSCLUDES);
    }
}
