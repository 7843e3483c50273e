package atoll.it.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.it.program.AtollProcess;
import atoll.it.program.Eventually;
import atoll.it.program.FakeWiki;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import atoll.it.program.RawConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// One process takes all of it, so that each test also shows that the ones before did no harm.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final int TOO_LARGE = (10 << 20) + 1;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeWiki wiki = FakeWiki.obliging();
    private final AtollProcess atoll;
    private final IntakeClient client;

    BadInputTest(@TempDir Path directory) throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("atoll.yaml"), "intake:\n  schemas: strict\n");
        atoll = AtollProcess.serve(directory.resolve("data"), "--config", config.toString(), "--wiki", wiki.url());
        client = atoll.client();
    }

    @BeforeAll
    void ready() throws InterruptedException {
        atoll.awaitReady();
    }

    @AfterAll
    void nothingWasLost() throws InterruptedException {
        try (wiki;
                atoll;
                client) {
            assertThat(client.balance().difference()).as("%s", client.balance()).isZero();
            assertThat(atoll.errors()).as("errors of atoll").doesNotContain("OutOfMemory", "Exception: ");
        }
    }

    private void assertRefused(byte[] body, int status, String text, String metric, String label)
            throws InterruptedException {
        double before = client.metric(metric, label);
        IntakeClient.Answer answer = client.post(body);
        assertThat(answer.status()).as("answer '%s'", shortened(answer.text())).isEqualTo(status);
        assertThat(answer.text()).as("answer").contains(text).doesNotContain("\tat ");
        assertThat(client.metric(metric, label)).as("%s{%s}", metric, label).isEqualTo(before + 1);
        assertStillWorks();
    }

    private void assertRefused(String body, String text, String reason) throws InterruptedException {
        assertRefused(body.getBytes(UTF_8), 400, text, "atoll_intake_refusal_total", label("reason", reason));
    }

    private void assertInvalid(String body, String text) throws InterruptedException {
        assertRefused(body.getBytes(UTF_8), 400, text, "atoll_intake_event_total", label("result", "invalid"));
    }

    private void assertStillWorks() throws InterruptedException {
        JobEvent job = JobEvent.unique("testwiki");
        assertThat(client.post(job.body()).status())
                .as("a good event afterwards")
                .isEqualTo(201);
        Eventually.holds(
                SOON,
                () -> assertThat(wiki.executionsOf(job.id()))
                        .as("executions of a good event afterwards; errors:\n%s", atoll.errors())
                        .hasSize(1));
    }

    private static String label(String name, String value) {
        return name + "=\"" + value + "\"";
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    @Test
    void whatIsNotJson() throws InterruptedException {
        assertRefused("stream=a&b=c", "body is not JSON at byte", "not_json");
    }

    @Test
    void wrongTypes() throws InterruptedException {
        assertInvalid("[17]", "event is no JSON object");
        assertInvalid("[{\"meta\":7}]", "meta is no object");
        assertInvalid(
                "{\"$schema\":\"/resource_change/1.0.0\",\"meta\":{\"uri\":\"http://localhost/a\",\"stream\":\"a\"},\"tags\":1}",
                "/tags");
    }

    /// A producer of jobs does not try again, so an invalid job is kept for people to look at.
    @Test
    void aJobWithAWrongTypeIsKeptAsADeadLetter() throws InterruptedException {
        double before = client.metric("atoll_intake_event_total", label("result", "dead_letter"));
        JobEvent job = JobEvent.unique("testwiki");
        String text = new String(job.body(), UTF_8).replace("\"type\":\"null\"", "\"type\":42");
        assertThat(client.post(text).status()).isEqualTo(201);
        assertThat(client.metric("atoll_intake_event_total", label("result", "dead_letter")))
                .as("dead letters")
                .isEqualTo(before + 1);
        assertStillWorks();
        assertThat(wiki.executionsOf(job.id()))
                .as("executions of an invalid job")
                .isEmpty();
    }

    @Test
    void nestedAThousandDeep() throws InterruptedException {
        assertRefused("[{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}]", "depth", "limit");
    }

    @Test
    void oneByteMoreThanTenMebibytes() throws InterruptedException {
        byte[] body = new byte[TOO_LARGE];
        Arrays.fill(body, (byte) ' ');
        assertRefused(body, 413, "10485760", "atoll_http_rejection_total", label("reason", "too_large"));
    }

    @Test
    void aBodyThatIsTooLargeIsNotAskedFor() throws IOException, InterruptedException {
        double before = client.metric("atoll_http_rejection_total", label("reason", "too_large"));
        try (RawConnection connection = RawConnection.to(atoll.address())) {
            String head = connection
                    .send("POST /v1/events HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " + TOO_LARGE
                            + "\r\n\r\n")
                    .readHead(SOON);
            assertThat(head).as("the first answer").startsWith("HTTP/1.1 413 ");
        }
        assertThat(client.metric("atoll_http_rejection_total", label("reason", "too_large")))
                .isEqualTo(before + 1);
        assertStillWorks();
    }

    @Test
    void anObjectWithAMillionKeys() throws InterruptedException {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 1_000_000; i++) {
            body.append(i == 0 ? "\"" : ",\"").append(Integer.toString(i, 36)).append("\":1");
        }
        assertRefused(body.append('}').toString(), "body exceeds a limit", "limit");
    }

    @Test
    void bytesThatAreNotUtf8() throws InterruptedException {
        assertRefused(
                new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'},
                400,
                "body is not UTF-8 at byte 2",
                "atoll_intake_refusal_total",
                label("reason", "not_utf8"));
    }

    @Test
    void aSchemaNobodyKnows() throws InterruptedException {
        assertInvalid(
                "{\"$schema\":\"/no/such/1.0.0\",\"meta\":{\"stream\":\"a\"}}",
                "schema '/no/such/1.0.0' is not known; add it to the schemas");
    }

    @Test
    void anEventWithoutStream() throws InterruptedException {
        assertInvalid("{\"$schema\":\"/mediawiki/job/1.0.0\",\"meta\":{}}", "meta.stream is missing");
    }

    @Test
    void clientsThatSendTooSlowly() throws IOException, InterruptedException {
        double before = client.metric("atoll_http_rejection_total", label("reason", "too_slow"));
        try (RawConnection headers = RawConnection.to(atoll.address());
                RawConnection body = RawConnection.to(atoll.address())) {
            headers.send("POST /v1/events HTTP/1.1\r\nHost: a\r\nX-Slow: ");
            body.send("POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n[");
            assertThat(body.readHead(SOON)).as("answer to a slow body").startsWith("HTTP/1.1 408 ");
            headers.readToEnd(SOON);
        }
        Eventually.holds(
                SOON,
                () -> assertThat(client.metric("atoll_http_rejection_total", label("reason", "too_slow")))
                        .as("slow requests")
                        .isEqualTo(before + 2));
        assertStillWorks();
    }

    @Test
    void aClientThatDisconnectsInTheMiddleOfItsBody() throws IOException, InterruptedException {
        double before = client.metric("atoll_http_rejection_total", label("reason", "client_gone"));
        long accepted = client.balance().accepted();
        byte[] whole = JobEvent.unique("testwiki").body();
        try (RawConnection connection = RawConnection.to(atoll.address())) {
            connection
                    .send("POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: " + whole.length + "\r\n\r\n")
                    .send(Arrays.copyOf(whole, whole.length - 1));
        }
        Eventually.holds(
                SOON,
                () -> assertThat(client.metric("atoll_http_rejection_total", label("reason", "client_gone")))
                        .as("clients gone")
                        .isEqualTo(before + 1));
        assertThat(client.balance().accepted()).as("stored events").isEqualTo(accepted);
        assertStillWorks();
    }
}
