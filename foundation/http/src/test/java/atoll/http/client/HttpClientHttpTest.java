package atoll.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.http.Headers;
import atoll.http.client.HttpResult.Answer;
import atoll.http.client.HttpResult.Cause;
import atoll.http.client.HttpResult.NoAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HttpClientHttpTest {
    private static final String FINE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine";

    private final SystemTime time = new SystemTime();
    private final HttpClient client = HttpClient.open(
            new HttpClientConfig(
                    4, 8, Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(2), 1000, 100_000),
            time);

    @AfterEach
    void close() {
        client.close();
    }

    private HttpResult call(HttpCall call, int millis) throws InterruptedException {
        return client.call(call, Deadline.after(time, Duration.ofMillis(millis)));
    }

    private HttpResult get(FakeEndpoint endpoint, int millis) throws InterruptedException {
        return call(new HttpCall("GET", endpoint.uri("/a?b=c"), Headers.EMPTY, new byte[0]), millis);
    }

    private Cause causeWithin(FakeEndpoint endpoint, int millis) throws InterruptedException {
        long start = time.nanoTime();
        HttpResult result = get(endpoint, millis);
        assertThat(Duration.ofNanos(time.nanoTime() - start)).isLessThan(Duration.ofMillis(millis + 1000));
        assertThat(result).isInstanceOf(NoAnswer.class);
        NoAnswer none = (NoAnswer) result;
        assertThat(none.detail()).doesNotContain("\n").isNotBlank();
        return none.cause();
    }

    @Test
    void givesABodyToItsReaderWhileItComes() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        FakeEndpoint.Script endless = out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
            return true;
        };
        try (FakeEndpoint endpoint = new FakeEndpoint(endless)) {
            AtomicReference<String> got = new AtomicReference<>("");
            HttpCall call = new HttpCall("GET", endpoint.uri("/"), Headers.EMPTY, new byte[0]);
            HttpResult result = client.stream(call, Deadline.after(time, Duration.ofSeconds(10)), body -> {
                got.set(new String(body.readNBytes(5), StandardCharsets.US_ASCII));
                read.countDown();
            });
            assertThat(got.get()).isEqualTo("first");
            assertThat(result).isInstanceOf(Answer.class);
            assertThat(((Answer) result).body()).isEmpty();
        }
    }

    @Test
    void endsAStreamAtItsDeadlineAndReadsRefusalsWhole() throws Exception {
        try (FakeEndpoint silent = new FakeEndpoint(
                FakeEndpoint.always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"))) {
            HttpCall call = new HttpCall("GET", silent.uri("/"), Headers.EMPTY, new byte[0]);
            HttpResult result =
                    client.stream(call, Deadline.after(time, Duration.ofMillis(200)), InputStream::readAllBytes);
            assertThat(result).isInstanceOf(NoAnswer.class);
            assertThat(((NoAnswer) result).cause()).isEqualTo(Cause.TIMEOUT);
        }
        try (FakeEndpoint refusing =
                new FakeEndpoint(FakeEndpoint.always("HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy"))) {
            HttpCall call = new HttpCall("GET", refusing.uri("/"), Headers.EMPTY, new byte[0]);
            HttpResult result = client.stream(call, Deadline.after(time, Duration.ofSeconds(5)), body -> {
                throw new AssertionError("a refusal has no body to follow");
            });
            assertThat(((Answer) result).body()).asString().isEqualTo("busy");
        }
    }

    @Test
    void sendsTheBodyAsGivenAndReadsTheAnswer() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(FakeEndpoint.always(FINE))) {
            byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
            HttpResult result = call(
                    new HttpCall(
                            "POST",
                            endpoint.uri("/w/rest.php/execute?x=%2F"),
                            Headers.of("Host", "wiki.example.org", "Content-Type", "application/json"),
                            body),
                    5000);
            assertThat(result).isInstanceOf(Answer.class);
            Answer answer = (Answer) result;
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().first("content-length")).isEqualTo("4");
            assertThat(answer.body()).asString().isEqualTo("fine");
            assertThat(answer.truncated()).isFalse();
            assertThat(endpoint.requests.getFirst())
                    .startsWith("POST /w/rest.php/execute?x=%2F HTTP/1.1\n")
                    .contains("Host: wiki.example.org\n")
                    .doesNotContain("127.0.0.1")
                    .doesNotContainIgnoringCase("user-agent")
                    .doesNotContainIgnoringCase("accept-encoding")
                    .endsWith("\n\n{\"a\":1}");
        }
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(FakeEndpoint.always(FINE))) {
            for (int i = 0; i < 20; i++) {
                assertThat(get(endpoint, 5000)).isInstanceOf(Answer.class);
            }
            assertThat(endpoint.connections).hasValue(1);
        }
    }

    @Test
    void followsNoRedirectAndKeepsNoCookie() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(FakeEndpoint.always(
                "HTTP/1.1 302 Found\r\nLocation: /other\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(((Answer) get(endpoint, 5000)).status()).isEqualTo(302);
            assertThat(((Answer) get(endpoint, 5000)).headers().first("Location"))
                    .isEqualTo("/other");
            assertThat(endpoint.requests).hasSize(2).noneMatch(request -> request.contains("Cookie"));
        }
    }

    @Test
    void keepsCompressedBodiesAsTheyAre() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(
                FakeEndpoint.always("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"))) {
            assertThat(((Answer) get(endpoint, 5000)).body()).asString().isEqualTo("abc");
        }
    }

    @Test
    void cutsLongBodiesButKeepsTheConnection() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(
                FakeEndpoint.always("HTTP/1.1 500 Oops\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(50_000)))) {
            Answer answer = (Answer) get(endpoint, 5000);
            assertThat(answer.body()).hasSize(1000);
            assertThat(answer.truncated()).isTrue();
            assertThat(get(endpoint, 5000)).isInstanceOf(Answer.class);
            assertThat(endpoint.connections).hasValue(1);
        }
    }

    @Test
    void givesUpOnAnEndpointThatNeverAnswers() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(_ -> {
            time.sleep(Duration.ofSeconds(20));
            return false;
        })) {
            assertThat(causeWithin(endpoint, 300)).isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void givesUpOnAnEndpointThatTricklesItsHeadersOrBody() throws Exception {
        for (String start :
                new String[] {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"}) {
            try (FakeEndpoint endpoint = new FakeEndpoint(out -> {
                out.write(start.getBytes(StandardCharsets.ISO_8859_1));
                while (true) {
                    out.write('x');
                    out.flush();
                    time.sleep(Duration.ofMillis(20));
                }
            })) {
                assertThat(causeWithin(endpoint, 300)).isEqualTo(Cause.TIMEOUT);
            }
        }
    }

    @Test
    void givesUpOnAnEndpointThatSendsInterimAnswersForEver() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(out -> {
            while (true) {
                out.write("HTTP/1.1 102 Processing\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        })) {
            assertThat(causeWithin(endpoint, 300)).isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void saysOfAnEndlessChunkedAnswerThatItIsTooLarge() throws Exception {
        byte[] chunk = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        try (FakeEndpoint endpoint = new FakeEndpoint(out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write(chunk);
            }
        })) {
            assertThat(causeWithin(endpoint, 5000)).isEqualTo(Cause.TOO_LARGE);
        }
    }

    @Test
    void breaksOffAnEndlessAnswer() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write(new byte[10_000]);
            }
        })) {
            assertThat(causeWithin(endpoint, 5000)).isEqualTo(Cause.TOO_LARGE);
        }
    }

    @Test
    void saysThatGarbageIsGarbage() throws Exception {
        for (String garbage : new String[] {
            "\u0000\u0001\u0002\u0003 not http\r\n\r\n\r\n\r\n\r\n\r\n",
            "SSH-2.0-OpenSSH\r\n" + "y\r\n".repeat(300),
            "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: " + "y".repeat(40_000) + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nab"
        }) {
            try (FakeEndpoint endpoint = new FakeEndpoint(FakeEndpoint.always(garbage))) {
                assertThat(causeWithin(endpoint, 2000))
                        .as(garbage.substring(0, 15))
                        .isEqualTo(Cause.GARBAGE);
            }
        }
    }

    @Test
    void saysWhenTheOtherEndBreaksOff() throws Exception {
        for (String start : new String[] {
            "",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
        }) {
            try (FakeEndpoint endpoint = new FakeEndpoint(out -> {
                out.write(start.getBytes(StandardCharsets.ISO_8859_1));
                return false;
            })) {
                NoAnswer none = (NoAnswer) get(endpoint, 5000);
                assertThat(none.cause()).isEqualTo(Cause.BROKEN);
                assertThat(none.onReusedConnection()).isFalse();
                assertThat(none.cause().wasNeverSent()).isFalse();
            }
        }
    }

    @Test
    void marksASilentEndOfAReusedConnectionAndSendsNothingTwice() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(new FakeEndpoint.Script() {
            private int count;

            @Override
            public boolean answer(java.io.OutputStream out) throws IOException {
                count++;
                if (count == 1) {
                    out.write(FINE.getBytes(StandardCharsets.ISO_8859_1));
                }
                return count == 1;
            }
        })) {
            assertThat(get(endpoint, 5000)).isInstanceOf(Answer.class);
            NoAnswer none = (NoAnswer) get(endpoint, 5000);
            assertThat(none.cause()).isEqualTo(Cause.BROKEN);
            assertThat(none.onReusedConnection()).isTrue();
            assertThat(endpoint.requests).hasSize(2);
        }
    }

    @Test
    void saysThatNothingWasSentWhenThereIsNoConnection() throws Exception {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = socket.getLocalPort();
        }
        URI nowhere = URI.create("http://127.0.0.1:" + freePort + "/");
        NoAnswer refused = (NoAnswer) call(new HttpCall("GET", nowhere, Headers.EMPTY, new byte[0]), 2000);
        assertThat(refused.cause()).isEqualTo(Cause.NOT_CONNECTED);
        assertThat(refused.cause().wasNeverSent()).isTrue();
        NoAnswer unknown = (NoAnswer)
                call(new HttpCall("GET", URI.create("http://nobody.invalid/"), Headers.EMPTY, new byte[0]), 5000);
        assertThat(unknown.cause()).isEqualTo(Cause.UNKNOWN_HOST);
    }

    @Test
    void waitsForAFreeConnectionUntilTheDeadline() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(_ -> {
            time.sleep(Duration.ofSeconds(20));
            return false;
        })) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            for (int i = 0; i < 4; i++) {
                Threads.startVirtual("hog", () -> {
                    try {
                        var _ = get(endpoint, 3000);
                    } catch (InterruptedException e) {
                        failure.set(e);
                    }
                });
            }
            while (endpoint.requests.size() < 4) {
                time.sleep(Duration.ofMillis(5));
            }
            assertThat(causeWithin(endpoint, 200)).isEqualTo(Cause.NO_FREE_CONNECTION);
            assertThat(failure).hasNullValue();
        }
    }

    @Test
    void throwsOnlyWhenItsOwnThreadIsInterrupted() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(_ -> {
            time.sleep(Duration.ofSeconds(20));
            return false;
        })) {
            AtomicReference<Object> outcome = new AtomicReference<>();
            Thread caller = Threads.startVirtual("caller", () -> {
                try {
                    outcome.set(get(endpoint, 15_000));
                } catch (InterruptedException e) {
                    outcome.set(e);
                }
            });
            while (endpoint.requests.isEmpty()) {
                time.sleep(Duration.ofMillis(5));
            }
            caller.interrupt();
            caller.join(5000);
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void refusesCallsThatCannotBeSent() {
        assertThatThrownBy(() -> new HttpCall("GET", URI.create("/path"), Headers.EMPTY, new byte[0]))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("must be absolute");
        assertThatThrownBy(
                        () -> new HttpCall("GET", URI.create("http://a/"), Headers.of("X", "a\r\nY: b"), new byte[0]))
                .isInstanceOf(AtollException.class);
        assertThatThrownBy(() ->
                        new HttpCall("GET", URI.create("http://a/"), Headers.of("Content-Length", "5"), new byte[0]))
                .isInstanceOf(AtollException.class);
    }
}
