package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.changeprop.rule.template.EventView;
import atoll.log.TopicPartition;
import atoll.log.memory.MemoryEventLog;
import atoll.work.Attempt;
import atoll.work.DeliveryId;
import atoll.work.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmitExecutorTest {
    private static final String EVENT = """
        {"$schema":"/resource_change/1.0.0","meta":{"id":"1d02055b-1811-4b3b-8fc2-595095779a70",\
        "stream":"resource_change","uri":"https://w.example/api/rest_v1/page/html/A B","domain":"w.example",\
        "dt":"2026-11-22T17:00:00Z","request_id":"q"},"database":"wikidb","tags":["restbase"],"list":[1]}\
        """;
    private static final String PURGE = """
        r:
          topic: resource_change
          match: {meta: {uri: '/^https?:\\/\\/[^\\/]+\\/api\\/rest_v1\\/(?<rest>.+)$/'}, tags: [restbase]}
          exec:
            method: post
            uri: '/sys/purge/'
            body:
              - meta: {uri: '//{{message.meta.domain}}/api/rest_v1/{{match.meta.uri.rest}}'}
              - meta: {uri: 'https://m.{{message.meta.domain}}/x'}
        """;
    private static final String SEND = """
        r:
          topic: resource_change
          exec:
            method: post
            uri: '/{api:sys}/queue/events'
            body:
              - $schema: /resource_change/1.0.0
                meta: {stream: change-prop.mine, uri: '{{message.meta.uri}}', domain: '{{message.meta.domain}}'}
                triggered_by: mine
                tags: [mine]
        """;
    private static final String PURGES = "dc1.resource-purge";
    private static final String MINE = "dc1.change-prop.mine";
    private static final JsonMapper JSON = new JsonMapper();

    private final ManualTime time = new ManualTime();
    private final MemoryEventLog log = MemoryEventLog.committing(time);
    private final EmitExecutor executor = new EmitExecutor(Attempts.publisher(log, time), time);

    private Outcome execute(String rules, String event) throws InterruptedException {
        return execute(rules, Attempts.of("r", "w", event), 1);
    }

    private Outcome execute(String rules, Attempt attempt, int number) throws InterruptedException {
        Rule rule = RuleFiles.load(List.of(new RuleFile("f", rules))).rule("r").orElseThrow();
        Rule.Choice choice = rule.choose(new EventView(attempt.event(), "event-1", ManualTime.START))
                .orElseThrow();
        Exec exec = choice.chosen().exec().getFirst();
        return executor.execute(
                attempt, (Exec.Emit) exec, number, choice.event(), Deadline.after(time, Duration.ofMinutes(1)));
    }

    private List<JsonNode> events(String topic) {
        return log.topic(topic).isEmpty()
                ? List.of()
                : log.read(new TopicPartition(topic, 0), 0, 1000, Long.MAX_VALUE).stream()
                        .map(record -> JSON.readTree(record.value()))
                        .toList();
    }

    private List<String> ids(String topic) {
        return events(topic).stream()
                .map(event -> event.at("/meta/id").asString())
                .toList();
    }

    @Test
    void whatIsToBePurgedBecomesEventsOfTheStreamOfPurges() throws InterruptedException {
        assertThat(execute(PURGE, EVENT)).isEqualTo(new Outcome.Done(201, "2 purges sent"));
        assertThat(events(PURGES)).hasSize(2);
        JsonNode purge = events(PURGES).getFirst();
        assertThat(purge.path("$schema").asString()).isEqualTo("/resource_change/1.0.0");
        assertThat(purge.at("/meta/stream").asString()).isEqualTo("resource-purge");
        assertThat(purge.at("/meta/uri").asString()).isEqualTo("//w.example/api/rest_v1/page/html/A%20B");
        assertThat(purge.at("/meta/domain").asString()).isEqualTo("w.example");
        assertThat(purge.at("/meta/request_id").asString()).isEqualTo("q");
        assertThat(purge.at("/root_event/dt").asString()).isEqualTo("2026-11-22T17:00:00Z");
        assertThat(purge.path("database").asString()).isEqualTo("wikidb");
        assertThat(purge.path("triggered_by").asString())
                .isEqualTo("req:request-1,resource_change:https://w.example/api/rest_v1/page/html/A%20B");
        assertThat(events(PURGES).getLast().at("/meta/uri").asString()).isEqualTo("https://m.w.example/x");
    }

    @Test
    void eventsGoToTheStreamsTheyNameWithWhatTheRuleLeftOut() throws InterruptedException {
        assertThat(execute(SEND, EVENT)).isEqualTo(new Outcome.Done(201, "1 events sent"));
        JsonNode event = events(MINE).getFirst();
        assertThat(event.at("/meta/dt").asString()).isEqualTo(ManualTime.START.toString());
        assertThat(event.at("/meta/request_id").asString()).isEqualTo("request-1");
        assertThat(event.at("/meta/id").asString()).matches("[0-9a-f-]{36}");
        assertThat(event.path("triggered_by").asString()).startsWith("req:request-1,resource_change:");
        assertThat(event.path("tags").toString()).isEqualTo("[\"mine\"]");
    }

    @Test
    void anAttemptThatIsMadeAgainSendsTheSameIdsAndAnythingElseOthers() throws InterruptedException {
        Attempt first = Attempts.of("r", "w", EVENT);
        Attempt again = new Attempt(first.id(), first.delivery(), 2, first.leaseUntil(), first.event());
        Attempt other = new Attempt(new DeliveryId(0, 2), first.delivery(), 1, first.leaseUntil(), first.event());
        for (Attempt attempt : List.of(first, again, other)) {
            assertThat(execute(PURGE, attempt, 1)).isInstanceOf(Outcome.Done.class);
        }
        assertThat(execute(PURGE, first, 2)).isInstanceOf(Outcome.Done.class);
        assertThat(ids(PURGES)).hasSize(8);
        assertThat(ids(PURGES).subList(0, 2)).isEqualTo(ids(PURGES).subList(2, 4));
        assertThat(ids(PURGES)).doesNotContainNull();
        assertThat(ids(PURGES).stream().distinct()).hasSize(6);
    }

    @Test
    void aSignedEventIsPassedOnAsItIs() throws InterruptedException {
        String job = "{\"$schema\":\"/mediawiki/job/1.0.0\",\"meta\":{\"stream\":\"mediawiki.job.null\","
                + "\"id\":\"1d02055b-1811-4b3b-8fc2-595095779a70\",\"domain\":\"w.example\","
                + "\"dt\":\"2026-11-22T17:00:00Z\",\"request_id\":\"q\"},\"database\":\"wikidb\",\"type\":\"null\","
                + "\"params\":{\"a\":1.10},\"mediawiki_signature\":\"5d\"}";
        String rule = "r: {topic: t, exec: {method: post, uri: /sys/queue/events, body: ['{{globals.message}}']}}";
        assertThat(execute(rule, job)).isInstanceOf(Outcome.Done.class);
        assertThat(log.read(new TopicPartition("dc1.mediawiki.job.null", 0), 0, 9, 9999)
                        .getFirst()
                        .value())
                .isEqualTo(job.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/sys/queue/events; '''{{message.nothing}}'''; the body is absent: must be a list with at least one of"
                        + " the events",
                "/sys/queue/events; '''{{message.meta}}'''; must be a list",
                "/sys/queue/events; '''{{message.list}}'''; body[0] is '1': must be an event with 'meta.stream'",
                "/sys/queue/events; [{meta: {stream: '{{message.nothing}}'}}]; body[0] is '{\"meta\":{}}': must be an"
                        + " event",
                "/sys/queue/events; [{meta: {stream: a b}}]; event 1 of 1: meta.stream is 'a b'",
                "/sys/queue/events; [{meta: {stream: atoll.x}}]; is Atoll's own",
                "/sys/queue/events; [{meta: {stream: x}}]; event 1 of 1: $schema is missing",
                "/sys/queue/events; [{meta: {stream: resource-purge}, $schema: /mediawiki/job/1.0.0}]; takes only"
                        + " 'resource_change'",
                "/sys/queue/events; [{meta: {stream: x}, $schema: /resource_change/1.0.0, tags: 5}]; '/tags'",
                "/sys/purge/; [{meta: {uri: '//a/b'}}, {meta: {uri: /wiki/A}}]; body[1] is"
                        + " '{\"meta\":{\"uri\":\"/wiki/A\"}}': must have a 'meta.uri' that begins with",
                "/sys/purge; [{meta: {uri: '{{message.nothing}}'}}]; must have a 'meta.uri'",
                "/sys/purge; [{meta: {uri: 'https://'}}]; must have a 'meta.uri'",
            })
    void aBodyThatIsNoListOfEventsIsRejectedAndNothingIsSent(String uri, String body, String why)
            throws InterruptedException {
        Outcome outcome = execute("r: {topic: t, exec: {method: post, uri: " + uri + ", body: " + body + "}}", EVENT);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcome.detail()).contains(why);
        assertThat(log.topics()).isEmpty();
    }

    @Test
    void whatIsTooLargeIsRejected() throws InterruptedException {
        String event = "{\"meta\":{\"uri\":\"" + "x".repeat(600_000) + "\"}}";
        String entry = "{meta: {stream: x}, $schema: /unknown/1.0.0, a: '{{globals.message}}'}";
        String body = "[" + (entry + ", ").repeat(20) + entry + "]";
        Outcome outcome =
                execute("r: {topic: t, exec: {method: post, uri: /sys/queue/events, body: " + body + "}}", event);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcome.detail()).contains("more than 10485760 bytes");
        assertThat(log.topics()).isEmpty();
    }
}
