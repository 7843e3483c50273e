package atoll.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.json.Json;
import atoll.base.lifecycle.Threads;
import atoll.bench.measure.Latencies;
import atoll.bench.measure.Pace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class LoadTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String RUN = "0123456789abcdef0123456789ab";

    @Test
    void headsAreFramedByTheEmptyLineAndTheLength() {
        byte[] answer = "HTTP/1.1 201 All\r\nX: content-length: 9\r\ncontent-LENGTH:  17\r\n\r\nrest"
                .getBytes(StandardCharsets.US_ASCII);

        int end = Framing.headEnd(answer, answer.length);

        assertThat(end).isEqualTo(answer.length - 4);
        assertThat(Framing.headEnd(answer, end - 1)).isEqualTo(-1);
        assertThat(Framing.contentLength(answer, end)).isEqualTo(17);
        assertThat(Framing.status(answer)).isEqualTo(201);
    }

    @Test
    void anAnswerWithoutLengthHasNoBody() {
        byte[] answer = "HTTP/1.1 204 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(Framing.contentLength(answer, answer.length)).isZero();
    }

    @Test
    void jobsAndPurgesHaveTheSizeAndFieldsOfRealOnes() {
        JsonNode job = Json.readTree(EventShape.job(NOW).text(RUN).getBytes(StandardCharsets.UTF_8));
        String purge = EventShape.purge(NOW).text(RUN);

        assertThat(EventShape.job(NOW).text(RUN)).hasSize(EventShape.BYTES);
        assertThat(purge).hasSize(EventShape.BYTES);
        assertThat(job.at("/meta/dt").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(job.at("/type").asString()).isEqualTo("refreshLinksPrioritized");
        assertThat(job.at("/sha1").asString()).hasSize(40);
        assertThat(job.has("delay_until")).isFalse();
    }

    @Test
    void everyEventOfABatchGetsItsOwnNumber() {
        EventShape shape = EventShape.job(NOW).withDelayUntil(NOW.plusSeconds(60));
        EventRequest request = new EventRequest(shape, RUN, 3);

        String text = new String(request.numbered(0xFEDCBAL), StandardCharsets.US_ASCII);
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        JsonNode events = Json.readTree(body.getBytes(StandardCharsets.US_ASCII));

        assertThat(request.events()).isEqualTo(3);
        assertThat(text).contains("Content-Length: " + body.length() + "\r\n");
        assertThat(events.get(0).at("/meta/id").asString()).isEqualTo("01234567-89ab-4cde-8f01-000000fedcba");
        assertThat(events.get(2).at("/meta/id").asString()).endsWith("000000fedcbc");
        assertThat(events.get(2).at("/sha1").asString()).isEqualTo(RUN + "000000fedcbc");
        assertThat(events.get(1).at("/delay_until").asString()).isEqualTo("2026-01-02T03:05:05Z");
    }

    @Test
    void theNumberIsFoundAgainInTheBytes() {
        byte[] bytes = new EventRequest(EventShape.job(NOW), RUN, 1).numbered(123_456_789L);

        assertThat(EventRequest.numberIn(bytes, 0, bytes.length)).isEqualTo(123_456_789L);
        assertThat(EventRequest.numberIn(bytes, 0, 100)).isEqualTo(-1);
    }

    @Test
    void closedLoopSendsAsManyEventsAsAskedFor() throws Exception {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        try (AcceptingServer server = new AcceptingServer(201, seen::add)) {
            ClosedLoop loop = new ClosedLoop(
                    server.port(), 4, () -> new EventRequest(EventShape.job(NOW), RUN, 1), new AtomicLong(10));

            ClosedLoop.Result result = loop.run(Duration.ofSeconds(20), 100);

            assertThat(result.events()).isEqualTo(100);
            assertThat(result.requests()).isEqualTo(100);
            assertThat(seen).hasSize(100).contains(10L, 109L);
        }
    }

    @Test
    void closedLoopFailsOnARefusal() throws Exception {
        try (AcceptingServer server = new AcceptingServer(503, _ -> {})) {
            ClosedLoop loop = new ClosedLoop(
                    server.port(), 2, () -> new EventRequest(EventShape.job(NOW), RUN, 1), new AtomicLong());

            assertThatThrownBy(() -> loop.run(Duration.ofSeconds(20)))
                    .isInstanceOf(AtollException.class)
                    .hasMessageContaining("status 503 instead of 201");
        }
    }

    @Test
    void openLoopMeasuresFromTheIntendedMoment() throws Exception {
        try (AcceptingServer server = new AcceptingServer(201, _ -> {})) {
            OpenLoop loop =
                    new OpenLoop(server.port(), 2, () -> List.of(new EventRequest(EventShape.purge(NOW), RUN, 1)));
            long late = Duration.ofSeconds(5).toNanos();

            Latencies times = loop.run(new Pace(System.nanoTime() - late, 1000), 20, 0);

            assertThat(times.count()).isEqualTo(20);
            assertThat(times.millisAt(0.01)).isGreaterThan(4_900);
        }
    }

    @Test
    void theNoopWikiHoldsItsAnswersBackWhileItsValveIsClosed() throws Exception {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        try (NoopWiki wiki = new NoopWiki((number, _) -> seen.add(number))) {
            int port = Integer.parseInt(wiki.url().substring(wiki.url().lastIndexOf(':') + 1));
            wiki.closeValve();
            AtomicLong status = new AtomicLong();
            Thread caller = Threads.startVirtual("caller", () -> {
                try (Connection connection = new Connection(port)) {
                    byte[] request = new EventRequest(EventShape.job(NOW), RUN, 1).numbered(7);
                    status.set(connection.exchange(request) + connection.exchange(request));
                } catch (IOException e) {
                    status.set(-1);
                }
            });
            while (wiki.count() == 0) {
                Thread.onSpinWait();
            }
            assertThat(status).hasValue(0);
            assertThat(wiki.count()).isEqualTo(1);

            wiki.openValve();

            assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
            assertThat(status).hasValue(400);
            assertThat(wiki.count()).isEqualTo(2);
            assertThat(seen).containsExactly(7L);
        }
    }
}
