package atoll.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import atoll.changeprop.intake.EventIntake;
import atoll.changeprop.intake.IntakeBudget;
import atoll.changeprop.intake.IntakeConfig;
import atoll.changeprop.intake.IntakePages;
import atoll.changeprop.intake.IntakePorts;
import atoll.changeprop.intake.IntakeRules;
import atoll.changeprop.intake.access.ProducerAccess;
import atoll.changeprop.intake.schema.SchemaCatalog;
import atoll.changeprop.intake.stream.StreamCatalog;
import atoll.http.HttpMetrics;
import atoll.http.HttpServer;
import atoll.http.HttpServerConfig;
import atoll.http.Router;
import atoll.log.memory.MemoryEventLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// The intake behind a real port, with clients that do not send what they promise.
class IntakeEndpointHttpTest {
    private static final int MEMORY = 4 << 20;
    private static final int MOST_BODY = 3 << 20;
    private static final String JOB = """
            {"$schema":"/mediawiki/job/1.0.0","database":"enwiki","type":"null","params":{"x":"%s"},
             "meta":{"stream":"mediawiki.job.null","domain":"en.example.org"}}""";

    private final SystemTime time = new SystemTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IntakeBudget budget = new IntakeBudget(MEMORY, 60, meters);

    private HttpServer server(ProducerAccess access) {
        EventIntake intake = new EventIntake(
                IntakeConfig.DEFAULTS,
                new IntakeRules(SchemaCatalog.bundled(), StreamCatalog.EMPTY, access),
                new IntakePorts(MemoryEventLog.committing(time), time, Ids.random(Randomness.seeded(1)), meters));
        IntakePages pages = new IntakePages(StreamCatalog.EMPTY, "dc1", "test");
        HttpServer server = new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", 0),
                new Router(new IntakeEndpoint(intake, budget, pages, MOST_BODY).routes()),
                new HttpMetrics(meters),
                time,
                Ids.random(Randomness.seeded(2)));
        server.start();
        return server;
    }

    @Test
    void aStrangerIsRefusedBeforeItsBodyIsRead() throws Exception {
        ProducerAccess nobody = new ProducerAccess(List.of(), List.of(), false);
        try (HttpServer server = server(nobody);
                Socket stranger = post(server, MOST_BODY, "[{")) {
            assertThat(statusLine(stranger)).startsWith("HTTP/1.1 403");
            assertThat(meters.get("atoll.intake.refusal")
                            .tag("reason", "forbidden")
                            .counter()
                            .count())
                    .isOne();
            assertThat(budget.used()).isZero();
        }
    }

    @Test
    void bytesThatAreOnlyPromisedTakeNoRoom() throws Exception {
        List<Socket> slow = new ArrayList<>();
        String large = JOB.formatted("x".repeat(2 << 20));
        try (HttpServer server = server(ProducerAccess.DEFAULTS)) {
            for (int i = 0; i < 6; i++) {
                slow.add(post(server, MOST_BODY, JOB.formatted("y".repeat(8_000))));
            }
            assertThat(becomes(() -> budget.used() >= 6 * 4_096)).isTrue();
            try (Socket honest = post(server, large.length(), large)) {
                assertThat(statusLine(honest)).startsWith("HTTP/1.1 201");
            }
            for (Socket each : slow) {
                each.close();
            }
            assertThat(becomes(() -> budget.used() == 0)).isTrue();
        }
    }

    @Test
    void largeBodiesThatDoComeAreRefusedWhenThereIsNoRoom() throws Exception {
        String large = JOB.formatted("x".repeat(2 << 20));
        try (HttpServer server = server(ProducerAccess.DEFAULTS);
                Socket first = post(server, large.length() + 1, large)) {
            assertThat(becomes(() -> budget.used() >= large.length())).isTrue();
            try (Socket second = post(server, large.length(), large)) {
                assertThat(statusLine(second)).startsWith("HTTP/1.1 503");
            }
            first.getOutputStream().write(' ');
            assertThat(statusLine(first)).startsWith("HTTP/1.1 201");
        }
    }

    private static Socket post(HttpServer server, int declared, String sent) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        String head =
                "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + declared + "\r\n\r\n";
        socket.getOutputStream().write((head + sent).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        return String.valueOf(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine());
    }

    private boolean becomes(BooleanSupplier claim) throws InterruptedException {
        long end = time.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!claim.getAsBoolean() && time.nanoTime() < end) {
            time.sleep(Duration.ofMillis(20));
        }
        return claim.getAsBoolean();
    }
}
