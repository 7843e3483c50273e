package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.RawClient.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RequestBodyHttpTest {
    private static final String HOST = "Host: test\r\n";
    private static final int TEN_MIB = 10 * 1024 * 1024;

    private final AtomicInteger handled = new AtomicInteger();
    private final RunningServer server = new RunningServer(
            Route.post("/ten", request -> HttpResponse.text(201, "bytes " + request.body(TEN_MIB).length)),
            Route.post("/never", _ -> {
                new Limit("events", 0, Duration.ofSeconds(1)).enter();
                return HttpResponse.of(201);
            }),
            Route.post("/peek", request -> {
                String start = new String(request.peek(5), StandardCharsets.UTF_8);
                handled.incrementAndGet();
                return HttpResponse.text(200, start + " of " + request.body(100_000).length);
            }),
            Route.post("/stream", request -> {
                request.peek(2);
                try (var in = request.bodyStream(1000)) {
                    return HttpResponse.bytes(200, "text/plain", in.readAllBytes());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));

    @AfterEach
    void close() {
        assertThat(server.warnings()).isEmpty();
        server.close();
    }

    private static String post(String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\n" + HOST + headers + "\r\n";
    }

    @Test
    void takesTenMebibytesExactly() throws IOException {
        try (RawClient client = server.connect()) {
            client.send(post("/ten", "Content-Length: " + TEN_MIB + "\r\n"));
            client.send(new byte[TEN_MIB]);
            assertThat(client.read().body()).isEqualTo("bytes " + TEN_MIB);
            assertThat(client.ask(post("/ten", "Content-Length: 1\r\n") + "x").body())
                    .isEqualTo("bytes 1");
        }
    }

    @Test
    void refusesOneByteMoreAlsoWhileTheClientIsStillSending() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(post("/ten", "Content-Length: " + (TEN_MIB + 1) + "\r\n"));
            client.send(new byte[TEN_MIB + 1]);
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).contains("10485760 bytes allowed");
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(server.becomesRejected("too_large", 1)).isTrue();
    }

    @Test
    void refusesOneByteMoreInChunks() throws IOException {
        try (RawClient client = server.connect()) {
            client.send(post("/ten", "Transfer-Encoding: chunked\r\n"));
            String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
            for (int i = 0; i < 10; i++) {
                client.send(chunk);
            }
            client.send("1\r\nx\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void tellsAWaitingClientToGoOnOnlyWhenTheBodyIsWanted() throws IOException {
        try (RawClient client = server.connect()) {
            client.send(post("/ten", "Expect: 100-continue\r\nContent-Length: 3\r\n"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
            assertThat(client.ask("abc").body()).isEqualTo("bytes 3");
        }
    }

    @Test
    void refusesAWaitingClientWithoutAskingForItsBody() throws IOException {
        try (RawClient client = server.connect()) {
            Reply reply = client.ask(post("/ten", "Expect: 100-continue\r\nContent-Length: " + (TEN_MIB + 1) + "\r\n"));
            assertThat(reply.status()).isEqualTo(413);
            assertThat(client.isClosedByServer()).isTrue();
        }
        try (RawClient client = server.connect()) {
            Reply reply = client.ask(post("/never", "Expect: 100-continue\r\nContent-Length: 2000000\r\n"));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.hasHeader("Retry-After: 1")).isTrue();
        }
    }

    @Test
    void letsHandlersSeeTheStartBeforeTheRestHasCome() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(post("/peek", "Content-Length: 70000\r\n") + "hello");
            assertThat(RunningServer.becomes(() -> handled.get() == 1)).isTrue();
            client.send("y".repeat(69_995));
            assertThat(client.read().body()).isEqualTo("hello of 70000");
            assertThat(client.ask(post("/peek", "Content-Length: 2\r\n") + "ab").body())
                    .isEqualTo("ab of 2");
        }
    }

    @Test
    void givesTheBodyAsAStreamWithALimit() throws IOException {
        try (RawClient client = server.connect()) {
            assertThat(client.ask(post("/stream", "Content-Length: 6\r\n") + "abcdef")
                            .body())
                    .isEqualTo("abcdef");
            assertThat(client.ask(post("/stream", "Transfer-Encoding: chunked\r\n") + "400\r\n" + "x".repeat(1024)
                                    + "\r\n0\r\n\r\n")
                            .status())
                    .isEqualTo(413);
        }
    }

    @Test
    void cutsABodyThatComesTooSlowly() throws Exception {
        try (RawClient client = server.connect()) {
            Reply reply = client.ask(post("/ten", "Content-Length: 100\r\n") + "abc");
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.body()).contains("had 3 bytes after 500 ms");
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(server.becomesRejected("too_slow", 1)).isTrue();
    }

    @Test
    void cutsHeadersThatTrickle() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET /ten HTTP/1.1\r\n");
            assertThat(server.becomesRejected("too_slow", 1)).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
        }
        try (RawClient client = server.connect()) {
            assertThat(client.ask(post("/ten", "Content-Length: 1\r\n") + "x").status())
                    .isEqualTo(201);
            client.send("GET /te");
            assertThat(RunningServer.becomes(() -> isCutWhileTrickling(client))).isTrue();
        }
        assertThat(server.becomesRejected("too_slow", 2)).isTrue();
    }

    private boolean isCutWhileTrickling(RawClient client) {
        try {
            client.send("x");
            return server.rejected("too_slow") == 2;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void countsClientsThatGoAwayInTheirBody() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(post("/ten", "Content-Length: 100\r\n") + "abc");
        }
        assertThat(server.becomesRejected("client_gone", 1)).isTrue();
        try (RawClient client = server.connect()) {
            client.send(post("/ten", "Transfer-Encoding: chunked\r\n") + "5\r\nab");
            assertThat(server.becomesBusyWith(1)).isTrue();
            client.reset();
        }
        assertThat(server.becomesRejected("client_gone", 2)).isTrue();
    }
}
