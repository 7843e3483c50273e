package atoll.console.api;

import atoll.base.config.Secret;
import atoll.base.json.Json;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.http.Headers;
import atoll.http.client.HttpCall;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpClientConfig;
import atoll.http.client.HttpResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// Asks the admin API. Safe for use by many threads; a call blocks for at most [#PATIENCE].
public final class AdminClient implements AutoCloseable {
    /// A page that waits longer helps nobody.
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int LARGEST_ANSWER = 8 << 20;
    private static final int LONGEST_EVENT = 1 << 20;
    private static final int CONNECTIONS = 64;
    /// Answers quote events as they came, and those may be deeper and odder than what Atoll writes itself.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(LARGEST_ANSWER)
                            .maxNestingDepth(2_100)
                            .maxNumberLength(LARGEST_ANSWER)
                            .build())
                    .build())
            .build();

    private final Supplier<URI> address;
    private final @Nullable Secret token;
    private final TimeSource time;
    private final HttpClient http;

    /// @param address where the admin API answers; asked at each call, because a port may be known only after the start
    /// @param token for an admin API that does not take this machine's requests without
    public AdminClient(Supplier<URI> address, @Nullable Secret token, TimeSource time) {
        this.address = address;
        this.token = token;
        this.time = time;
        this.http = HttpClient.open(
                new HttpClientConfig(
                        CONNECTIONS,
                        CONNECTIONS,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(500),
                        LARGEST_ANSWER,
                        LARGEST_ANSWER),
                time);
    }

    /// A path with parameters; those that are null or empty are left out.
    public static String path(String path, Map<String, ? extends @Nullable Object> parameters) {
        StringBuilder full = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, ? extends @Nullable Object> parameter : new TreeMap<>(parameters).entrySet()) {
            Object value = parameter.getValue();
            if (value != null && !value.toString().isEmpty()) {
                full.append(separator).append(parameter.getKey()).append('=').append(encode(value.toString()));
                separator = '&';
            }
        }
        return full.toString();
    }

    /// As one segment of a path, or a value of a query.
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Answer get(String path) throws InterruptedException {
        return answer(http.call(call("GET", path, null, new byte[0]), Deadline.after(time, PATIENCE)));
    }

    /// @param user who wants it, for the audit list
    /// @param body what becomes a JSON object
    public Answer post(String path, String user, Map<String, ?> body) throws InterruptedException {
        return answer(http.call(call("POST", path, user, Json.write(body)), Deadline.after(time, PATIENCE)));
    }

    /// Gives the data of each server-sent event of this name to the consumer, until the stream ends, the time is over
    /// or
    /// the consumer throws.
    ///
    /// @return what ended it, if it was not the consumer
    public Answer follow(String path, String event, Duration atMost, Consumer<String> consumer)
            throws InterruptedException {
        HttpCall call = call("GET", path, null, new byte[0]);
        HttpResult result = http.stream(call, Deadline.after(time, atMost), body -> read(body, event, consumer));
        return result instanceof HttpResult.Answer(int status, var _, var _, var _) && status / 100 == 2
                ? new Answer.Silent("the stream has ended")
                : answer(result);
    }

    private static void read(InputStream body, String event, Consumer<String> consumer) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        String name = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (name.equals(event) && !data.isEmpty()) {
                    consumer.accept(data.toString());
                }
                name = "";
                data.setLength(0);
            } else if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("data:") && data.length() < LONGEST_EVENT) {
                data.append(line.substring(5).strip()).append('\n');
            }
        }
    }

    private HttpCall call(String method, String path, @Nullable String user, byte[] body) {
        List<Headers.Field> headers = new ArrayList<>();
        headers.add(new Headers.Field("Accept", "application/json, text/event-stream"));
        headers.add(new Headers.Field("User-Agent", "atoll-console"));
        if (user != null) {
            headers.add(new Headers.Field("Atoll-User", user));
            headers.add(new Headers.Field("Content-Type", "application/json"));
        }
        if (token != null) {
            headers.add(new Headers.Field("Authorization", "Bearer " + token.reveal()));
        }
        return new HttpCall(method, URI.create(address.get() + path), new Headers(headers), body);
    }

    private static Answer answer(HttpResult result) {
        return switch (result) {
            case HttpResult.NoAnswer(var _, var _, var detail) ->
                new Answer.Silent("the admin API does not answer: " + detail);
            case HttpResult.Answer(var status, var _, var body, var _) -> answer(status, body);
        };
    }

    private static Answer answer(int status, byte[] body) {
        Tree tree;
        try {
            tree = body.length == 0 ? Tree.NOTHING : new Tree(JSON.readTree(body));
        } catch (JacksonException e) {
            return new Answer.Silent("the admin API answered with status " + status + " and something that is no JSON");
        }
        if (status / 100 == 2) {
            return new Answer.Found(tree);
        }
        String detail = tree.text("detail");
        String said = detail.isEmpty() ? "status " + status + " without a reason" : detail;
        return switch (status / 100) {
            case 4 -> status == 404 ? new Answer.Missing(said) : new Answer.Refused(status, said);
            default -> new Answer.Silent("the admin API cannot answer now: " + said);
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
