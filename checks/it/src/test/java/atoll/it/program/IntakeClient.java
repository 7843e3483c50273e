package atoll.it.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// A producer that is not Atoll's own code: the JDK's HTTP client. Safe for use by many threads.
public final class IntakeClient implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public IntakeClient(URI address) {
        this.address = address;
    }

    /// A complete answer.
    public record Answer(int status, String text) {}

    /// Posts events; throws [IOException] if there is no answer.
    public Answer tryPost(byte[] body) throws IOException, InterruptedException {
        return send(request("/v1/events").POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public Answer post(byte[] body) throws InterruptedException {
        try {
            return tryPost(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer post(String body) throws InterruptedException {
        return post(body.getBytes(UTF_8));
    }

    /// Posts with `Expect: 100-continue`.
    public Answer postExpectingContinue(byte[] body) throws IOException, InterruptedException {
        return send(request("/v1/events").expectContinue(true).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public Answer get(String path) throws InterruptedException {
        try {
            return send(request(path).GET());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The sum of all samples of a metric whose labels contain each of the given `name="value"`; zero if there is none.
    public double metric(String name, String... labels) throws InterruptedException {
        return get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> {
                    for (String label : labels) {
                        if (!line.contains(label)) {
                            return false;
                        }
                    }
                    return true;
                })
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// What became of everything accepted so far, as the program itself says.
    public Balance balance() throws InterruptedException {
        Answer answer = get("/v1/admin/balance");
        if (answer.status() != 200) {
            throw new AssertionError("no balance, but status " + answer.status() + ": " + answer.text());
        }
        JsonNode json = Json.readTree(answer.text().getBytes(UTF_8));
        JsonNode records = json.at("/totals/records");
        JsonNode deliveries = json.at("/totals/deliveries");
        return new Balance(
                records.path("accepted").asLong(),
                records.path("not_admitted_yet").asLong(),
                deliveries.path("pending").asLong(),
                json.path("difference").asLong(),
                answer.text());
    }

    /// @param difference zero if nothing is lost
    /// @param text everything, for failure messages
    public record Balance(long accepted, long unread, long pending, long difference, String text) {
        public boolean isSettled() {
            return unread == 0 && pending == 0;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json");
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        return new Answer(response.statusCode(), response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
