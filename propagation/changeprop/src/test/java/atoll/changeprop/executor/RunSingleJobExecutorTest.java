package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.changeprop.executor.HttpCall.Field;
import atoll.changeprop.rule.Rule;
import atoll.work.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSingleJobExecutorTest {
    private final ManualTime time = new ManualTime();
    private final RecordingHttp http = new RecordingHttp();
    private final RunSingleJobExecutor executor = new RunSingleJobExecutor(
            http,
            () -> new WikiMap(Map.of("enwiki", WikiMap.Wiki.at("http://jobs:80", "en.example.org")), null),
            Attempts.lag(time),
            time);

    private Outcome execute(String wiki, String event) throws InterruptedException {
        return executor.execute(
                Attempts.of("mediawiki_jobs", wiki, event),
                Rule.mediaWikiJobs(),
                Deadline.after(time, Duration.ofMinutes(1)));
    }

    @Test
    void sendsTheUntouchedEventToTheScript() throws InterruptedException {
        http.reply(200, "");
        assertThat(execute("enwiki", "{ \"database\": \"enwiki\" }")).isEqualTo(new Outcome.Done(200, "done"));
        assertThat(http.only().method()).isEqualTo("POST");
        assertThat(http.only().uri()).hasToString("http://jobs:80/rpc/RunSingleJob.php");
        assertThat(http.header("Host")).isEqualTo("en.example.org");
        assertThat(new String(http.only().body(), UTF_8)).isEqualTo("{ \"database\": \"enwiki\" }");
    }

    @ParameterizedTest
    @CsvSource({
        "500, failed",
        "502, failed",
        "504, failed",
        "408, failed",
        "201, failed",
        "204, failed",
        "302, rejected",
        "400, rejected",
        "404, rejected",
        "405, rejected",
        "422, rejected",
        "429, postponed"
    })
    void theStatusAloneTellsWhatBecameOfTheJob(int status, String label) throws InterruptedException {
        http.reply(status, "{\"status\":true}");
        assertThat(execute("enwiki", "{}").label()).isEqualTo(label);
    }

    @Test
    void aReadOnlyAnswerPausesTheWikiWithoutCharge() throws InterruptedException {
        http.reply(500, "", new Field("X-Readonly", "true"));
        assertThat(execute("enwiki", "{}"))
                .isInstanceOfSatisfying(
                        Outcome.Postponed.class,
                        late -> assertThat(late.scope()).isEqualTo(Outcome.Scope.WIKI));
    }

    @Test
    void aWikiNobodyConfiguredIsNotAsked() throws InterruptedException {
        assertThat(execute("dewiki", "{}")).isInstanceOf(Outcome.Postponed.class);
        assertThat(http.requests).isEmpty();
    }
}
