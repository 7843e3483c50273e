package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Threads;
import atoll.base.time.SystemTime;
import atoll.http.RawClient.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ResponseHttpTest {
    private static final String HOST = "Host: test\r\n";

    private final SystemTime time = new SystemTime();
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch inside = new CountDownLatch(1);
    private final AtomicBoolean sourceEnded = new AtomicBoolean();
    private final RunningServer server = new RunningServer(
            RunningServer.CONFIG.withLimits(new HttpServerConfig.Limits(16 * 1024, 1000, 200, 1024)),
            Route.get("/wait", _ -> {
                inside.countDown();
                boolean _ = go.await(10, TimeUnit.SECONDS);
                return HttpResponse.text(200, "done");
            }),
            Route.get(
                    "/list",
                    _ -> HttpResponse.streamed(200, "text/plain", out -> {
                        for (int i = 0; i < 50_000; i++) {
                            out.write("line of a long listing\n".getBytes(StandardCharsets.US_ASCII));
                        }
                    })),
            Route.get(
                    "/broken",
                    _ -> HttpResponse.streamed(200, "text/plain", out -> {
                        out.write(new byte[100_000]);
                        throw new AtollException(ErrorKind.UNAVAILABLE, "disk gone");
                    })),
            Route.get(
                    "/early",
                    _ -> HttpResponse.streamed(200, "text/plain", out -> {
                        out.write(new byte[10]);
                        throw new AtollException(ErrorKind.NOT_FOUND, "no such topic");
                    })),
            Route.get(
                    "/events",
                    _ -> HttpResponse.events(sink -> {
                        try {
                            sink.send("tick", "1", "first\nsecond");
                            while (sink.isOpen()) {
                                sink.send("tick", "more");
                                time.sleep(Duration.ofMillis(10));
                            }
                        } finally {
                            sourceEnded.set(true);
                        }
                    })));

    @AfterEach
    void close() {
        go.countDown();
        assertThat(server.warnings()).isEmpty();
        server.close();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n";
    }

    @Test
    void streamsLongListings() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("GET /list HTTP/1.0\r\n\r\n");
            assertThat(client.readHead()).contains("200 OK");
            assertThat(client.readAll().lines()).hasSize(50_000);
        }
    }

    @Test
    void cutsTheConnectionWhenAStreamFailsHalfway() throws IOException {
        try (RawClient client = server.connect()) {
            client.send(get("/broken"));
            client.readHead();
            String rest = client.readAll();
            assertThat(rest).as("no last chunk").doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void answersAFailureBeforeTheFirstBytesLeftAsAProblem() throws IOException {
        try (RawClient client = server.connect()) {
            Reply reply = client.ask(get("/early"));
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.body()).contains("no such topic");
        }
    }

    @Test
    void sendsEventsAtOnceAndNoticesThatTheClientHasGone() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(get("/events"));
            assertThat(client.readHead()).contains("text/event-stream");
            List<String> lines = new ArrayList<>();
            while (!lines.contains("data: more\r") && !lines.contains("data: more")) {
                lines.add(client.readLine());
            }
            assertThat(lines).containsSubsequence("id: 1", "event: tick", "data: first", "data: second", "data: more");
        }
        assertThat(RunningServer.becomes(sourceEnded::get)).isTrue();
        assertThat(server.becomesRejected("client_gone", 1)).isTrue();
    }

    @Test
    void endsEventStreamsWhenTheServerStops() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(get("/events"));
            client.readHead();
            server.server.close();
            assertThat(sourceEnded).isTrue();
            assertThat(client.readAll()).endsWith("0\r\n\r\n");
        }
    }

    @Test
    void letsRunningRequestsFinishBeforeItStops() throws Exception {
        try (RawClient running = server.connect();
                RawClient idle = server.connect()) {
            running.send(get("/wait"));
            assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(idle.ask(get("/early")).status()).isEqualTo(404);
            Thread stopping = Threads.startVirtual("stopping", server.server::close);
            assertThat(RunningServer.becomes(this::refusesConnections)).isTrue();
            assertThat(RunningServer.becomes(() -> !server.isAccepting()))
                    .as("the thread that accepts ends")
                    .isTrue();
            assertThat(idle.ask(get("/early")).status()).isEqualTo(503);
            go.countDown();
            Reply reply = running.read();
            assertThat(reply.body()).isEqualTo("done");
            assertThat(reply.hasHeader("Connection: close")).isTrue();
            stopping.join(5000);
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    private boolean refusesConnections() {
        try (RawClient _ = server.connect()) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void answersManyRequestsAtOnceAndRefusesThoseBeyondTheLimit() throws Exception {
        try (ExecutorService clients = Threads.virtualPerCall("client-")) {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                statuses.add(clients.submit(() -> {
                    try (RawClient client = server.connect()) {
                        return client.ask(get("/wait")).status();
                    }
                }));
            }
            assertThat(server.becomesRejected("busy", 50)).isTrue();
            go.countDown();
            int fine = 0;
            for (Future<Integer> status : statuses) {
                fine += status.get(10, TimeUnit.SECONDS) == 200 ? 1 : 0;
            }
            assertThat(fine).isEqualTo(200);
        }
    }

    @Test
    void letsAHandlerTakeLongerThanTheIdleTime() throws IOException {
        HttpServerConfig.Timeouts shortIdle = new HttpServerConfig.Timeouts(
                Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        Route slow = Route.post("/slow", request -> {
            int length = request.body(10).length;
            time.sleep(Duration.ofMillis(700));
            return HttpResponse.text(200, "slow " + length);
        });
        try (RunningServer other = new RunningServer(RunningServer.CONFIG.withTimeouts(shortIdle), slow);
                RawClient client = other.connect()) {
            assertThat(client.ask("POST /slow HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nab")
                            .body())
                    .isEqualTo("slow 2");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }
}
