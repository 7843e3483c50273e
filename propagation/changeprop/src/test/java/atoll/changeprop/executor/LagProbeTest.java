package atoll.changeprop.executor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.lifecycle.Duty.Next;
import atoll.changeprop.executor.HttpCall.Field;
import atoll.changeprop.lag.ReplicaLag;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LagProbeTest {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final RecordingHttp http = new RecordingHttp();
    private final ReplicaLag lag = Attempts.lag(time);
    private final LagProbe probe = new LagProbe(
            ReplicaLag.REST, WikiMap.Wiki.at("http://10.0.0.1/w", "en.example.org"), http, lag, EVERY, time);

    private boolean pausedAfter(int status, String body, Field... headers) throws InterruptedException {
        http.reply(status, body, headers);
        assertThat(probe.step())
                .isInstanceOfSatisfying(
                        Next.OnWakeup.class, next -> assertThat(next.atMost()).isEqualTo(EVERY));
        return lag.pause("enwiki").isPresent();
    }

    private static String servers(String... lags) {
        StringBuilder servers = new StringBuilder();
        for (String each : lags) {
            servers.append(servers.isEmpty() ? "" : ",").append("{\"host\":\"db\",\"lag\":" + each + "}");
        }
        return "{\"batchcomplete\":true,\"query\":{\"dbrepllag\":[" + servers + "]}}";
    }

    @Test
    void theWikiIsAskedForItsLagAndTheLargestCounts() throws Exception {
        assertThat(pausedAfter(200, servers("0", "12.5", "3"))).isTrue();
        assertThat(http.only().uri()).hasToString("http://10.0.0.1/w" + LagProbe.PATH);
        assertThat(http.header("Host")).isEqualTo("en.example.org");
        assertThat(pausedAfter(200, servers("0"))).isFalse();
    }

    @Test
    void aRefusalBecauseOfLagCountsToo() throws Exception {
        assertThat(pausedAfter(503, "", new Field("X-Database-Lag", "30"))).isTrue();
    }

    @Test
    void answersThatSayNothingChangeNothingUntilWhatWasKnownIsOld() throws Exception {
        assertThat(pausedAfter(200, servers("12"))).isTrue();
        for (String body : new String[] {"", "<html>", "{\"query\":[]}", servers("false"), servers("-1"), "null"}) {
            assertThat(pausedAfter(200, body)).isTrue();
        }
        assertThat(pausedAfter(500, servers("0"))).isTrue();
        http.reply(new HttpCall.NoAnswer(HttpCall.Kind.TIMEOUT, "no answer"));
        var _ = probe.step();
        assertThat(lag.pause("enwiki")).isPresent();
        time.pass(EVERY.multipliedBy(3));
        assertThat(lag.pause("enwiki")).isEmpty();
    }
}
