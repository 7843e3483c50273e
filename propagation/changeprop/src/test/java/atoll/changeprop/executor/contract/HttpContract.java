package atoll.changeprop.executor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.executor.client.ClientCalls;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpClientConfig;
import atoll.work.AnswerExcerpt;
import atoll.work.Executor;
import atoll.work.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What executors that send requests promise besides.
abstract class HttpContract extends ExecutorContract {
    /// Text of a failure that nobody wants to read whole.
    static final String SHOUTED = "out\t\u0007of\r\n<b>luck</b> ".repeat(40_000);

    final Parts parts = new Parts(time);
    private final HttpClient client = HttpClient.open(HttpClientConfig.DEFAULTS, time);
    private final Peer peer = new Peer(answers(), time);
    private Executor executor = parts.executor("[]");

    /// Headers of a failure.
    static final String[] TOLD = {"X-Served-By: one", "Set-Cookie: session=s3cret", "X-Served-By: two"};

    /// How the wiki or service says these in its own dialect.
    record Dialect(String succeeds, String fails, String refuses, String shouts) {}

    abstract Dialect dialect();

    /// The executor, once [Parts#http] is there.
    abstract Executor executor(Parts with, String url);

    private Map<Act, String> answers() {
        Dialect dialect = dialect();
        Map<Act, String> all = new EnumMap<>(Act.class);
        all.put(Act.SUCCEEDS, dialect.succeeds);
        all.put(Act.FAILS, dialect.fails);
        all.put(Act.REFUSES, dialect.refuses);
        all.put(Act.SHOUTS, dialect.shouts);
        all.put(Act.WAITS, Peer.answer(503, "busy", "Retry-After: 40000000", "X-Database-Lag: 12"));
        all.put(Act.REDIRECTS, Peer.answer(301, "", "Location: " + Peer.ELSEWHERE));
        return all;
    }

    @BeforeEach
    void connect() {
        parts.http = new ClientCalls(client);
        executor = executor(parts, peer.url());
    }

    @AfterEach
    void hangUp() throws Exception {
        client.close();
        peer.end();
    }

    @Override
    final Executor executor() {
        return executor;
    }

    @Override
    final List<String> received() {
        return peer.received();
    }

    @Override
    final boolean isLetGo() {
        return peer.hanging() == 0;
    }

    @Test
    void aRedirectIsNeitherFollowedNorASuccess() throws Exception {
        Outcome outcome = execute(Act.REDIRECTS);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcome.detail()).contains("301", Peer.ELSEWHERE);
        assertThat(peer.heads()).noneSatisfy(head -> assertThat(head).contains(" " + Peer.ELSEWHERE));
    }

    @Test
    void aFailureQuotesTheAnswerWithoutItsSecrets() throws Exception {
        AnswerExcerpt quoted = Objects.requireNonNull(execute(Act.SHOUTS).answer());
        assertThat(quoted.headers()).containsEntry("x-served-by", "one, two").doesNotContainKey("set-cookie");
        assertThat(quoted.body()).startsWith(shoutedBeginning()).hasSize(AnswerExcerpt.LONGEST_BODY);
        assertThat(execute(Act.HANGS, SHORT).answer()).isNull();
    }

    /// How the body of a shouted answer begins.
    String shoutedBeginning() {
        return SHOUTED.substring(0, 100);
    }

    @Test
    void theReplicaLagThatAnAnswerNamesHoldsBulkWorkBack() throws Exception {
        assertThat(execute(Act.SUCCEEDS)).isInstanceOf(Outcome.Done.class);
        assertThat(parts.lag.pause("testwiki")).isEmpty();
        assertThat(execute(Act.WAITS)).isInstanceOf(Outcome.Postponed.class);
        assertThat(parts.lag.pause("testwiki")).hasValue("replica lag 12 s; bulk work waits");
    }

    @Test
    void anAnswerThatDripsIsCutOffAtTheDeadline() throws Exception {
        long begun = time.nanoTime();
        assertThat(execute(Act.DRIPS, SHORT)).isInstanceOf(Outcome.Failed.class);
        assertThat(since(begun)).isLessThan(SHORT.multipliedBy(4));
    }

    @Test
    void theRequestSaysWhatItFollowsFrom() throws Exception {
        assertThat(execute(Act.SUCCEEDS)).isInstanceOf(Outcome.Done.class);
        assertThat(peer.heads())
                .isNotEmpty()
                .allSatisfy(head -> assertThat(head)
                        .containsIgnoringCase("\r\nx-request-id: request-1\r\n")
                        .containsIgnoringCase(
                                "\r\nx-triggered-by: req:request-1,mediawiki.job.null:https://w.example/wiki/A\r\n"));
    }

    @Test
    void whatNobodyListensToIsNoSuccess() throws Exception {
        peer.end();
        assertThat(execute(Act.SUCCEEDS).label()).isIn("failed", "postponed");
    }
}
