package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.TriggeredBy;
import atoll.changeprop.executor.Captures.Case;
import atoll.changeprop.executor.HttpCall.Field;
import atoll.changeprop.lag.ReplicaLag;
import atoll.changeprop.rule.RuleSet;
import atoll.work.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MediaWikiExecutorTest {
    private final ManualTime time = new ManualTime();
    private final RecordingHttp http = new RecordingHttp();
    private final ReplicaLag lag = Attempts.lag(time);
    private WikiMap wikis = WikiMap.single("http://localhost:8080/w/");

    @ParameterizedTest
    @MethodSource("cases")
    void judgesEachRecordedAnswer(Case recorded) throws InterruptedException {
        http.reply(recorded.asAnswer());
        Outcome outcome = execute(recorded.requestBody());

        assertThat(outcome.status()).isEqualTo(recorded.status());
        assertThat(outcome.label()).isEqualTo(expected(recorded));
        assertThat(outcome.detail()).isNotBlank().doesNotContain("\n");
        assertThat(new String(http.only().body(), UTF_8)).isEqualTo(recorded.requestBody());
    }

    static List<Case> cases() {
        List<Case> cases = Captures.cases();
        assertThat(cases).hasSize(51);
        return cases;
    }

    private static String expected(Case recorded) {
        return switch (recorded.status()) {
            case 200 -> recorded.name().equals("job exit") ? "failed" : "done";
            case 400, 403, 405, 415 -> "rejected";
            case 423 -> "postponed";
            case 500 -> recorded.name().equals("param data: bad base64") ? "rejected" : "failed";
            case 501 -> "failed";
            default -> throw new AssertionError("no expectation for status " + recorded.status());
        };
    }

    @Test
    void sendsTheUntouchedBytesToTheConfiguredWiki() throws InterruptedException {
        wikis = new WikiMap(Map.of("enwiki", WikiMap.Wiki.at("http://10.0.0.1:8080", "en.wikipedia.org")), null);
        http.reply(200, "{\"status\":true}");
        String event = "{ \"b\" : 1,\n \"a\":\"\\u00fc\" }";

        Outcome outcome = execute("enwiki", event);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(http.only().method()).isEqualTo("POST");
        assertThat(http.only().uri()).hasToString("http://10.0.0.1:8080/rest.php/eventbus/v0/internal/job/execute");
        assertThat(http.header("Host")).isEqualTo("en.wikipedia.org");
        assertThat(http.header("Content-Type")).isEqualTo("application/json");
        assertThat(http.header("X-Request-Id")).isEqualTo("request-1");
        assertThat(http.only().body()).isEqualTo(event.getBytes(UTF_8));
    }

    @Test
    void aSwitchedOffJobApiIsTriedAgainAndSaysWhichSettingIsMissing() throws InterruptedException {
        http.reply(501, "{\"message\":\"Set something\"}");
        assertThat(execute("{}"))
                .isInstanceOf(Outcome.Failed.class)
                .extracting(Outcome::detail)
                .asString()
                .contains("Set something", "$wgEventBusEnableRunJobAPI");
    }

    @ParameterizedTest
    @CsvSource({
        "403, Invalid mediawiki signature, $wgSecretKey",
        "400, Failed creating job from description, job type",
        "404, nothing here, EventBus",
        "405, no, POST",
        "413, too large, web server",
        "415, no, Content-Type",
        "500, Parameter base64_decode() failed, another attempt",
    })
    void permanentFailuresCarryAHint(int status, String message, String hint) throws InterruptedException {
        http.reply(status, "{\"message\":\"" + message + "\"}");
        assertThat(execute("{}"))
                .isInstanceOf(Outcome.Rejected.class)
                .extracting(Outcome::detail)
                .asString()
                .contains(message, hint);
    }

    @Test
    void aSuccessThatReportsAnErrorIsDoneAndSaysSo() throws InterruptedException {
        http.reply(200, "{\"status\":true,\"error\":\"RuntimeException: tb exception\"}");
        assertThat(execute("{}"))
                .isEqualTo(
                        new Outcome.Done(200, "the job failed, but forbids retries: RuntimeException: tb exception"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, ''",
        "200, 'OK'",
        "200, '{\"status\":false}'",
        "200, '{\"status\":\"true\"}'",
        "200, '[{\"status\":true}]'",
        "200, '<b>Warning</b> {\"status\":true}'",
        "204, ''",
        "500, '{\"message\":\"Internal Server Error\",\"error\":null}'",
        "502, 'bad gateway'",
        "503, ''",
        "408, ''",
    })
    void whatIsNotClearlyASuccessIsTriedAgain(int status, String body) throws InterruptedException {
        http.reply(status, body);
        assertThat(execute("{}")).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void anAnswerThatWasCutAfterItsStatusIsDone() throws InterruptedException {
        http.reply(200, "{\"status\":true,\"error\":null,\"caught\":[\"aaaaaa");
        assertThat(execute("{}")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aReadOnlyWikiPausesWithoutCharge() throws InterruptedException {
        http.reply(500, "", new Field("X-Readonly", "true")).reply(423, "", new Field("Retry-After", "30"));
        assertThat(execute("{}"))
                .isInstanceOfSatisfying(
                        Outcome.Postponed.class,
                        outcome -> assertThat(outcome.scope()).isEqualTo(Outcome.Scope.WIKI));
        assertThat(execute("{}"))
                .isInstanceOfSatisfying(
                        Outcome.Postponed.class,
                        outcome -> assertThat(outcome.retryAfter()).hasSeconds(30));
    }

    @Test
    void aWikiThatCannotBeReachedCostsNoAttempt() throws InterruptedException {
        http.reply(new HttpCall.NoAnswer(HttpCall.Kind.NO_CONNECTION, "refused"));
        assertThat(execute("{}")).isInstanceOfSatisfying(Outcome.Postponed.class, postponed -> {
            assertThat(postponed.scope()).isEqualTo(Outcome.Scope.WIKI);
            assertThat(postponed.detail()).contains("refused");
        });
    }

    @Test
    void noAnswerIsTriedAgain() throws InterruptedException {
        http.reply(new HttpCall.NoAnswer(HttpCall.Kind.TIMEOUT, "60 s"));
        assertThat(execute("{}")).isEqualTo(new Outcome.Failed(0, "no answer in time: 60 s"));
    }

    @Test
    void aWikiNobodyConfiguredIsNotAsked() throws InterruptedException {
        wikis = new WikiMap(Map.of(), null);
        assertThat(execute("evilwiki", "{\"meta\":{\"domain\":\"evil.example\"}}"))
                .isInstanceOf(Outcome.Postponed.class)
                .extracting(Outcome::detail)
                .isEqualTo("no URL is configured for wiki 'evilwiki'; add it under wikis:");
        assertThat(http.requests).isEmpty();
    }

    private Outcome execute(String event) throws InterruptedException {
        return execute("testwiki", event);
    }

    private Outcome execute(String wiki, String event) throws InterruptedException {
        RuleExecutor executor = new RuleExecutor(
                RuleSet::builtIn,
                Attempts.kinds(
                        new MediaWikiExecutor(http, () -> wikis, lag, time),
                        new HttpExecutor(http, new AllowedHosts(List.of()), lag, time),
                        Attempts.links(http, time)),
                time,
                TriggeredBy.LONGEST);
        return executor.execute(Attempts.of("mediawiki_jobs", wiki, event));
    }
}
