package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.changeprop.TriggeredBy;
import atoll.changeprop.executor.HttpCall.Field;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.work.AnswerExcerpt;
import atoll.work.Outcome;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HttpExecutorTest {
    private static final String EVENT =
            "{\"meta\":{\"domain\":\"en.wiki\",\"uri\":\"https://en.wiki/A b\"},\"n\":9223372036854775807,\"list\":[1,{\"x\":2}]}";

    private final ManualTime time = new ManualTime();
    private final RecordingHttp http = new RecordingHttp();
    private final ReplicaLag lag = Attempts.lag(time);
    private List<String> allowed = List.of("good.example", "other.example:8443");

    @Test
    void sendsTheUntouchedEventAsTheWholeBody() throws InterruptedException {
        execute(
                "method: post, uri: 'http://runner:9005/run', headers: {x-a: '{{message.n}}'}, body: '{{globals.message}}'");
        assertThat(http.only().method()).isEqualTo("POST");
        assertThat(http.only().uri()).hasToString("http://runner:9005/run");
        assertThat(http.only().body()).isEqualTo(EVENT.getBytes(UTF_8));
        assertThat(http.header("x-a")).isEqualTo("9223372036854775807");
        assertThat(http.header("content-type")).isEqualTo("application/json");
        assertThat(http.header("x-request-id")).isEqualTo("request-1");
        assertThat(http.header("x-triggered-by")).isEqualTo("req:request-1,null:https://en.wiki/A%20b");
    }

    @Test
    void aChainThatIsTooLongIsRefused() throws InterruptedException {
        StringBuilder chain = new StringBuilder("req:r");
        for (int i = 1; i < TriggeredBy.LONGEST; i++) {
            chain.append(",s").append(i).append(":https://w/x,_y");
        }
        String fits = "{\"meta\":{},\"triggered_by\":\"" + chain + "\"}";
        String loop = "{\"meta\":{},\"triggered_by\":\"" + chain + ",s:https://w/z\"}";
        assertThat(execute("uri: 'http://a/'", fits)).isInstanceOf(Outcome.Done.class);
        assertThat(http.header("x-triggered-by")).startsWith(chain).endsWith(",null:-");
        assertThat(execute("uri: 'http://a/'", loop))
                .isInstanceOf(Outcome.Rejected.class)
                .extracting(Outcome::detail)
                .asString()
                .startsWith("triggered-by loop: the event is number 11 of a chain");
        assertThat(http.requests).hasSize(1);
    }

    @Test
    void theChainCarriesNothingThatCannotStandInAHeader() throws InterruptedException {
        execute("uri: 'http://a/'", "{\"triggered_by\":\"req:x,s:\\r\\nX-Evil: 1\",\"meta\":{\"stream\":7}}");
        assertThat(http.header("x-triggered-by")).isEqualTo("req:x,s:%0D%0AX-Evil:%201,null:-");
    }

    @Test
    void makesABodyOutOfFields() throws InterruptedException {
        execute(
                "method: post, uri: 'http://h/', body: {u: '{{message.meta.uri}}', n: '{{message.n}}', l: '{{message.list}}', none: '{{message.none}}', id: '{{message.meta.id}}'}");
        assertThat(new String(http.only().body(), UTF_8))
                .isEqualTo(
                        "{\"u\":\"https://en.wiki/A b\",\"n\":9223372036854775807,\"l\":[1,{\"x\":2}],\"id\":\"event-1\"}");
    }

    @Test
    void encodesFieldsInTheUri() throws InterruptedException {
        execute("uri: 'http://h/page/{message.meta.uri}?d={message.meta.domain}'");
        assertThat(http.only().uri()).hasToString("http://h/page/https%3A%2F%2Fen.wiki%2FA%20b?d=en.wiki");
        assertThat(http.only().method()).isEqualTo("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{message.meta.domain}/x",
                "{{message.meta.uri}}",
                "http://h{{message.meta.domain}}/",
                "http://h:80{message.meta.domain}",
            })
    void anEventNeverLeadsToAHostThatIsNotConfigured(String uri) throws InterruptedException {
        Outcome outcome = execute("uri: '" + uri + "'");
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(http.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://user@good.example/",
        "ftp://good.example/",
        "file:///etc/passwd",
        "good.example",
        "http://good.example@evil.example/",
        "http://evil.example/good.example",
        "http://good.example.evil.example/",
        "http:///x",
        "http://good.example:99/",
        "http://other.example/",
    })
    void aUriFromAnEventMustBePlainAndConfigured(String uri) throws InterruptedException {
        Outcome outcome = execute("uri: '{{message.u}}'", "{\"meta\":{},\"u\":\"" + uri + "\"}");
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(http.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://good.example/x", "https://GOOD.example:443/", "https://other.example:8443/"})
    void aConfiguredHostFromAnEventIsCalled(String uri) throws InterruptedException {
        assertThat(execute("uri: '{{message.u}}'", "{\"meta\":{},\"u\":\"" + uri + "\"}"))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whatIsWrittenOutRawIsMadeLegalBehindTheHost() throws InterruptedException {
        execute(
                "uri: 'http://h/{{message.t}}?q={{message.t}}'",
                "{\"meta\":{},\"t\":\"A b%20c 100% [x] \\\"|\u00e9\\r\\n\"}");
        assertThat(http.only().uri().toASCIIString())
                .isEqualTo("http://h/A%20b%20c%20100%25%20%5Bx%5D%20%22%7C%C3%A9%0D%0A"
                        + "?q=A%20b%20c%20100%25%20%5Bx%5D%20%22%7C%C3%A9%0D%0A");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.wiki.example/, done",
        "https://a.b.wiki.example:443/, done",
        "http://a.wiki.example:8080/, rejected",
        "https://wiki.example/, rejected",
        "https://awiki.example/, rejected",
        "https://.wiki.example/, rejected",
        "https://a.wiki.example.evil.example/, rejected",
        "https://x@a.wiki.example/, rejected",
        "http://a.other.example:8080/, done",
        "http://a.other.example/, rejected",
    })
    void aNameBelowAnAllowedOneIsCalled(String uri, String outcome) throws InterruptedException {
        allowed = List.of("*.wiki.example", "*.other.example:8080");
        assertThat(execute("uri: '{{message.u}}'", "{\"meta\":{},\"u\":\"" + uri + "\"}")
                        .label())
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.", "a.*.example", "*.*.example", "*example"})
    void aStarStandsOnlyForTheFirstPart(String host) {
        assertThatThrownBy(() -> new AllowedHosts(List.of(host))).hasMessageContaining("'" + host + "'");
    }

    @Test
    void anEventCannotAddHeaders() throws InterruptedException {
        assertThat(execute(
                        "uri: 'http://h/', headers: {x-a: '{{message.a}}'}",
                        "{\"meta\":{},\"a\":\"1\\r\\nX-Admin: true\"}"))
                .isInstanceOf(Outcome.Rejected.class)
                .extracting(Outcome::detail)
                .asString()
                .contains("x-a");
        assertThat(http.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200, done",
        "204, done",
        "412, ignored",
        "500, failed",
        "503, failed",
        "404, rejected",
        "302, rejected",
        "429, postponed",
        "423, postponed",
        "510, rejected",
    })
    void judgesByTheRule(int status, String label) throws InterruptedException {
        http.reply(status, "text");
        assertThat(execute("uri: 'http://h/'").label()).isEqualTo(label);
    }

    @Test
    void aServerThatSaysWhenIsObeyed() throws InterruptedException {
        http.reply(503, "", new Field("retry-after", "7"));
        assertThat(execute("uri: 'http://h/'")).isInstanceOfSatisfying(Outcome.Postponed.class, outcome -> {
            assertThat(outcome.retryAfter()).hasSeconds(7);
            assertThat(outcome.scope()).isEqualTo(Outcome.Scope.LANE);
        });
    }

    @Test
    void requestsGoOneAfterTheOtherUntilOneFails() throws InterruptedException {
        http.reply(200, "").reply(500, "broken").reply(200, "");
        RuleSet rules = rules("exec: [{uri: 'http://a/'}, {uri: 'http://b/'}, {uri: 'http://c/'}]");
        Outcome outcome = executor(rules).execute(Attempts.of("r", "w", EVENT));
        assertThat(outcome)
                .isEqualTo(new Outcome.Failed(
                        500, "request 2 of 3: status 500: broken", new AnswerExcerpt(Map.of(), "broken")));
        assertThat(http.requests)
                .extracting(HttpCall.Request::uri)
                .map(Object::toString)
                .containsExactly("http://a/", "http://b/");
    }

    @Test
    void theTightestOfRequestRuleAndLeaseIsTheDeadline() throws InterruptedException {
        executor(rules("timeout: 9000, exec: [{uri: 'http://a/', timeout: 2000}, {uri: 'http://b/'}]"))
                .execute(Attempts.of("r", "w", EVENT));
        time.pass(Duration.ofMinutes(4).plusSeconds(55));
        executor(rules("exec: {uri: 'http://a/'}")).execute(Attempts.of("r", "w", EVENT));
        assertThat(http.timeLeft).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(9), Duration.ofSeconds(5));
        time.pass(Duration.ofSeconds(5));
        assertThat(executor(rules("exec: {uri: 'http://a/'}")).execute(Attempts.of("r", "w", EVENT)))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(http.requests).hasSize(3);
    }

    @Test
    void aDeliveryOfARuleThatIsGoneWaits() throws InterruptedException {
        assertThat(executor(RuleSet.builtIn()).execute(Attempts.of("gone", "w", EVENT)))
                .isInstanceOf(Outcome.Postponed.class)
                .extracting(Outcome::detail)
                .asString()
                .contains("'gone'");
    }

    @Test
    void theCaseIsDecidedAgainFromTheEvent() throws InterruptedException {
        RuleSet rules = rules(
                "cases: [{match: {n: 1}, exec: {uri: 'http://one/'}},"
                        + " {match: {meta: {domain: '/^(?<lang>..)\\./'}}, exec: {uri: 'http://two/{match.meta.domain.lang}'}}]");
        assertThat(executor(rules).execute(Attempts.of("r", "w", EVENT))).isInstanceOf(Outcome.Done.class);
        assertThat(http.only().uri()).hasToString("http://two/en");
    }

    @Test
    void aRuleThatDoesNotMatchAnyMoreRejects() throws InterruptedException {
        assertThat(executor(rules("match: {n: 1}, exec: {uri: 'http://h/'}")).execute(Attempts.of("r", "w", EVENT)))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        outcome -> assertThat(outcome.detail()).contains("does not match this event any more"));
    }

    @Test
    void queryAndFormAreEncodedAndAbsentValuesLeftOut() throws InterruptedException {
        execute(
                "method: post, uri: 'http://h/api?x=1', query: {a: '{{message.meta.uri}}', none: '{{message.none}}', n: 5},"
                        + " headers: {content-type: application/x-www-form-urlencoded}, body: {t: 'a&b', none: '{{message.none}}', l:"
                        + " '{{message.list}}'}");
        assertThat(http.only().uri()).hasToString("http://h/api?x=1&a=https%3A%2F%2Fen.wiki%2FA%20b&n=5");
        assertThat(new String(http.only().body(), UTF_8)).isEqualTo("t=a%26b&l=%5B1%2C%7B%22x%22%3A2%7D%5D");
    }

    @Test
    void partsOfTheAnswerDecideAboutRetries() throws InterruptedException {
        String rule = "retry_on: {status: 4xx, body: [{code: busy}]}, ignore: {headers: [{x-gone: 'yes'}]},";
        http.reply(400, "{ \"code\" : \"busy\" }")
                .reply(400, "{\"code\":\"bad\"}")
                .reply(404, "", new Field("X-Gone", "yes"));
        RuleExecutor executor = executor(rules(rule + "exec: {uri: 'http://h/'}"));
        assertThat(executor.execute(Attempts.of("r", "w", EVENT))).isInstanceOf(Outcome.Failed.class);
        assertThat(executor.execute(Attempts.of("r", "w", EVENT))).isInstanceOf(Outcome.Rejected.class);
        assertThat(executor.execute(Attempts.of("r", "w", EVENT))).isInstanceOf(Outcome.Ignored.class);
    }

    @Test
    void defect15AnAnswer404IsNotLogged() throws InterruptedException {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.TRACE);
        try {
            http.reply(404, "no such page");
            assertThat(execute("uri: 'http://h/'"))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            outcome -> assertThat(outcome.status()).isEqualTo(404));
        } finally {
            root.setLevel(before);
            root.detachAppender(lines);
        }
        assertThat(lines.list).isEmpty();
    }

    private Outcome execute(String exec) throws InterruptedException {
        return execute(exec, EVENT);
    }

    private Outcome execute(String exec, String event) throws InterruptedException {
        return executor(rules("exec: {" + exec + "}")).execute(Attempts.of("r", "w", event));
    }

    private RuleExecutor executor(RuleSet rules) {
        return new RuleExecutor(
                () -> rules,
                Attempts.kinds(
                        new MediaWikiExecutor(http, () -> WikiMap.single("http://localhost"), lag, time),
                        new HttpExecutor(http, new AllowedHosts(allowed), lag, time),
                        Attempts.links(http, time)),
                time,
                TriggeredBy.LONGEST);
    }

    private static RuleSet rules(String keys) {
        return RuleFiles.load(List.of(new RuleFile("rules.yaml", "r: {topic: t, " + keys + "}")));
    }
}
