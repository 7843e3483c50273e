package atoll.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import atoll.changeprop.executor.JobSignature;
import atoll.http.Headers;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The answers are those recorded from a live MediaWiki.
class JobEndpointTest {
    private static final Headers AS_JSON = Headers.of("Content-Type", "application/json");
    private static final String DONE = "{\"status\":true,\"error\":null,\"caught\":[],\"timeMs\":0}";
    private static final String INVALID =
            "{\"message\":\"Invalid mediawiki signature\",\"httpCode\":403,\"httpReason\":\"Forbidden\"}";

    private final SampleWiki wiki =
            SampleWiki.start(new SystemTime(), Ids.random(Randomness.seeded(1)), Randomness.seeded(2), Troubles.NONE);

    @AfterEach
    void close() {
        wiki.close();
    }

    @Test
    void aSignedJobIsCarriedOut() throws InterruptedException {
        HttpResponse answer = post(signed(event("null")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer).replaceAll("\"timeMs\":[0-9]+", "\"timeMs\":0")).isEqualTo(DONE);
        assertThat(wiki.endpoint().carriedOut()).isEqualTo(1);
    }

    @Test
    void aCharsetDoesNoHarm() throws InterruptedException {
        Headers headers = Headers.of("Content-Type", "application/json; charset=utf-8");
        assertThat(send("POST", headers, signed(event("null"))).status()).isEqualTo(200);
    }

    @Test
    void aChangedEventIsRefused() throws InterruptedException {
        String changed =
                signed(event("null")).replace("\"dt\":\"2026-11-22T17:00:00Z\"", "\"dt\":\"2026-11-22T17:00:00.000Z\"");
        assertAnswer(post(changed), 403, INVALID);
    }

    @Test
    void aMissingSignatureIsTold() throws InterruptedException {
        assertAnswer(post(event("null")), 403, INVALID.replace("Invalid", "Missing"));
    }

    @Test
    void missingFieldsAreListed() throws InterruptedException {
        String expected = "{\"message\":\"Invalid event received\",\"missing_params\":%s,\"httpCode\":400,"
                + "\"httpReason\":\"Bad Request\"}";
        String all = expected.formatted("[\"database\",\"type\",\"params\"]");
        assertAnswer(post(signed("{\"type\":\"null\",\"params\":{}}")), 400, expected.formatted("[\"database\"]"));
        assertAnswer(post("{broken"), 400, all);
        assertAnswer(post(""), 400, all);
        assertAnswer(post("[" + signed(event("null")) + "]"), 400, all);
    }

    @Test
    void anUnknownJobTypeIsRefused() throws InterruptedException {
        assertAnswer(
                post(signed(event("noSuchJob"))),
                400,
                "{\"message\":\"Failed creating job from description\",\"error\":\"Invalid job command 'noSuchJob'\","
                        + "\"httpCode\":400,\"httpReason\":\"Bad Request\"}");
    }

    @Test
    void theContentTypeMustBeJson() throws InterruptedException {
        assertAnswer(
                send("POST", Headers.of("Content-Type", "text/plain"), signed(event("null"))),
                415,
                "{\"message\":\"Unsupported Content-Type\",\"content_type\":\"text/plain\",\"httpCode\":415,"
                        + "\"httpReason\":\"Unsupported Media Type\"}");
        assertAnswer(
                send("POST", Headers.EMPTY, signed(event("null"))),
                415,
                "{\"message\":\"A Content-Type header must be supplied with a request payload.\","
                        + "\"error\":\"no-content-type\",\"httpCode\":415,\"httpReason\":\"Unsupported Media Type\"}");
    }

    @Test
    void onlyPostIsAllowed() throws InterruptedException {
        HttpResponse answer = send("GET", Headers.EMPTY, "");
        assertAnswer(
                answer,
                405,
                "{\"messageTranslations\":{\"en\":\"The request method (GET) was not the allowed method for this path "
                        + "(POST)\"},\"httpCode\":405,\"httpReason\":\"Method Not Allowed\"}");
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @Test
    void aReadOnlyWikiSaysSo() throws InterruptedException {
        wiki.readOnlyFor(Duration.ofMinutes(1));
        assertAnswer(
                post(signed(event("null"))),
                423,
                "{\"message\":\"Wiki is in read-only mode.\",\"httpCode\":423,\"httpReason\":\"Locked\"}");
        assertThat(wiki.edit(Title.article("A"), "text", "Ada", "", Duration.ZERO))
                .isFalse();
    }

    @Test
    void aFailingJobIsAnsweredWith500AndASilentOneWithNothing() throws InterruptedException {
        wiki.suffer(new Troubles(1, 0, 0, Duration.ZERO));
        HttpResponse failure = post(signed(event("null")));
        assertThat(failure.status()).isEqualTo(500);
        assertThat(text(failure))
                .startsWith("{\"message\":\"Internal Server Error\",\"error\":\"RuntimeException: ")
                .endsWith("\"httpCode\":500,\"httpReason\":\"Internal Server Error\"}");
        wiki.suffer(new Troubles(0, 1, 0, Duration.ZERO));
        assertAnswer(post(signed(event("null"))), 200, "");
        assertThat(wiki.endpoint().carriedOut()).isZero();
    }

    private static void assertAnswer(HttpResponse answer, int status, String body) {
        assertThat(text(answer)).isEqualTo(body);
        assertThat(answer.status()).isEqualTo(status);
    }

    private HttpResponse post(String body) throws InterruptedException {
        return send("POST", AS_JSON, body);
    }

    private HttpResponse send(String method, Headers headers, String body) throws InterruptedException {
        Route route = wiki.endpoint().routes().stream()
                .filter(known -> known.method().equals(method))
                .findFirst()
                .orElseThrow();
        return route.handler()
                .handle(HttpRequest.of(method, JobEndpoint.PATH, Map.of(), headers, body.getBytes(UTF_8)));
    }

    private static String text(HttpResponse answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String event(String type) {
        return "{\"$schema\":\"/mediawiki/job/1.0.0\",\"meta\":{\"uri\":\"https://placeholder.invalid/wiki/Special:Badtitle\","
                + "\"request_id\":\"req123\",\"id\":\"3b7a0a44-2a47-4ee6-8ae8-7c1a5c8d9f10\",\"dt\":\"2026-11-22T17:00:00Z\","
                + "\"domain\":\"localhost\",\"stream\":\"mediawiki.job." + type
                + "\"},\"database\":\"samplewiki\",\"type\":\""
                + type + "\",\"params\":{\"namespace\":0,\"title\":\"Harbour\",\"u\":\"ünï 漢字\"}}";
    }

    private static String signed(String event) {
        return new String(JobSignature.sign(event.getBytes(UTF_8), SampleWiki.SECRET_KEY.getBytes(UTF_8)), UTF_8);
    }
}
