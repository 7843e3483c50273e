package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.RawClient.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpServerHttpTest {
    private static final String HOST = "Host: test\r\n";

    private final RunningServer server = new RunningServer(
            Route.get("/fixed", _ -> HttpResponse.text(200, "fine")),
            Route.get("/v1/jobs/{id}", request -> HttpResponse.text(200, "job " + request.pathParameter("id"))),
            Route.delete("/v1/jobs/{id}", _ -> HttpResponse.of(204)),
            Route.get("/ui/{path...}", request -> HttpResponse.text(200, "ui " + request.pathParameter("path"))),
            Route.post(
                    "/v1/events",
                    request -> HttpResponse.json(201, request.body(1024))
                            .withReason("1 event accepted")
                            .withHeader("X-Query", request.query().raw())),
            Route.get("/invalid", _ -> {
                throw new AtollException(ErrorKind.INVALID, "stream is 'x\"y': unknown");
            }),
            Route.get("/limited", _ -> {
                new Limit("calls", 0, Duration.ofSeconds(7)).enter();
                return HttpResponse.of(200);
            }),
            Route.get("/bug", _ -> {
                throw new IllegalStateException("a bug for this test");
            }),
            Route.get("/remote", request -> HttpResponse.text(200, request.remoteAddress())));

    @AfterEach
    void close() {
        server.close();
    }

    private Reply ask(String text) throws IOException {
        try (RawClient client = server.connect()) {
            return client.ask(text);
        }
    }

    private Reply get(String target) throws IOException {
        return ask("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    @Test
    void routesByMethodAndPath() throws IOException {
        assertThat(get("/fixed").body()).isEqualTo("fine");
        assertThat(get("/v1/jobs/a%2Fb%20c+d").body()).isEqualTo("job a/b c+d");
        assertThat(get("/ui/css/site.css").body()).isEqualTo("ui css/site.css");
        assertThat(ask("DELETE /v1/jobs/7 HTTP/1.1\r\n" + HOST + "\r\n").status())
                .isEqualTo(204);
        assertThat(get("/remote").body()).isEqualTo("127.0.0.1");
    }

    @Test
    void answersUnknownPathsAndMethodsWithProblems() throws IOException {
        Reply unknown = get("/nowhere");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.hasHeader("Content-Type: application/problem+json")).isTrue();
        Reply wrong = ask("PUT /v1/jobs/7 HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.hasHeader("Allow: DELETE, GET, HEAD")).isTrue();
    }

    @Test
    void answersHeadWithTheLengthAndWithoutTheBody() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("HEAD /fixed HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.readHead()).contains("200").contains("Content-Length: 4");
            assertThat(client.ask("GET /fixed HTTP/1.1\r\n" + HOST + "\r\n").body())
                    .isEqualTo("fine");
        }
    }

    @Test
    void keepsConnectionsAndAnswersPipelinedRequestsInOrder() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("GET /v1/jobs/1 HTTP/1.1\r\n" + HOST + "\r\nGET /v1/jobs/2 HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.read().body()).isEqualTo("job 1");
            assertThat(client.read().body()).isEqualTo("job 2");
        }
    }

    @Test
    void closesAfterHttp10() throws IOException {
        try (RawClient client = server.connect()) {
            Reply reply = client.ask("GET /fixed HTTP/1.0\r\n\r\n");
            assertThat(reply.body()).isEqualTo("fine");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void givesTheReasonThatTheHandlerChose() throws IOException {
        Reply reply = ask("POST /v1/events?hasty=true HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n[]");
        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 201 1 event accepted");
        assertThat(reply.hasHeader("X-Query: hasty=true")).isTrue();
        assertThat(reply.body()).isEqualTo("[]");
    }

    @Test
    void turnsFailuresIntoProblemDocuments() throws IOException {
        Reply invalid = get("/invalid");
        assertThat(invalid.status()).isEqualTo(400);
        assertThat(invalid.body())
                .contains("\"status\":400")
                .contains("\"kind\":\"invalid\"")
                .contains("\"detail\":\"stream is 'x\\\"y': unknown\"");
        Reply limited = get("/limited");
        assertThat(limited.status()).isEqualTo(503);
        assertThat(limited.hasHeader("Retry-After: 7")).isTrue();
        assertThat(server.warnings()).isEmpty();
    }

    @Test
    void logsABugOnceAndTellsTheClientOnlyItsId() throws IOException {
        Reply bug = get("/bug");
        assertThat(bug.status()).isEqualTo(500);
        assertThat(bug.body()).doesNotContain("a bug for this test").containsPattern("\"id\":\"[0-9a-f-]{36}\"");
        assertThat(server.warnings()).containsExactly("request failed by a bug");
    }

    @Test
    void readsChunkedBodies() throws IOException {
        Reply reply = ask("POST /v1/events HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body()).isEqualTo("abcdefg");
    }

    @Test
    void refusesBrokenChunks() throws IOException {
        Reply reply = ask("POST /v1/events HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(server.warnings()).isEmpty();
    }

    @Test
    void answersGarbageWith400AndLogsNothing() throws IOException {
        for (String garbage : new String[] {
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n",
            "hello\r\n\r\n",
            "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /fixed HTTP/1.1\r\n\r\n",
            "POST /v1/events HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"
        }) {
            Reply reply = ask(garbage);
            assertThat(reply.status()).as(garbage).isBetween(400, 505);
            assertThat(reply.body()).as(garbage).contains("about:blank");
        }
        assertThat(server.warnings()).isEmpty();
        assertThat(server.rejected("malformed")).isPositive();
    }

    @Test
    void answersGarbageBehindAGoodRequestAfterTheGoodOne() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("GET /fixed HTTP/1.1\r\n" + HOST + "\r\n\u0001\u0002\u0003 nonsense\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("fine");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(server.warnings()).isEmpty();
    }

    @Test
    void refusesHeadersBeyondTheLimit() throws IOException {
        Reply reply = ask("GET /fixed HTTP/1.1\r\n" + HOST + "X: " + "y".repeat(20_000) + "\r\n\r\n");
        assertThat(reply.status()).isEqualTo(431);
        assertThat(server.warnings()).isEmpty();
    }

    @Test
    void speaksHttp2InClearTextByUpgrade() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/jobs/h2");
            var request = java.net.http.HttpRequest.newBuilder(uri).build();
            client.send(request, BodyHandlers.ofString());
            var second = client.send(request, BodyHandlers.ofString());
            assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(second.body()).isEqualTo("job h2");
            var post = java.net.http.HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/v1/events"))
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x".repeat(1000)))
                    .build();
            var posted = client.send(post, BodyHandlers.ofString());
            assertThat(posted.statusCode()).isEqualTo(201);
            assertThat(posted.body()).hasSize(1000);
        }
    }

    @Test
    void speaksHttp2ByPriorKnowledge() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            byte[] settings = client.readBytes(9);
            assertThat(settings[3]).as("type of the first frame: SETTINGS").isEqualTo((byte) 4);
        }
    }

    @Test
    void measuresByRoutePattern() throws IOException, InterruptedException {
        get("/v1/jobs/1");
        get("/nowhere");
        assertThat(server.becomesAnswered("/v1/jobs/{id}", "2xx", 1)).isTrue();
        assertThat(server.becomesAnswered("unmatched", "4xx", 1)).isTrue();
    }
}
