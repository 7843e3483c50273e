package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.Json;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.http.Headers;
import atoll.http.client.HttpCall;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpClientConfig;
import atoll.http.client.HttpResult;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks a running Atoll. What goes wrong is an [AtollException] whose message is fit for the user.
public final class AdminClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGEST_ANSWER = 64 << 20;

    private final URI server;
    private final @Nullable String token;
    private final TimeSource time;
    private final HttpClient http;

    private AdminClient(URI server, @Nullable String token, TimeSource time, HttpClient http) {
        this.server = server;
        this.token = token;
        this.time = time;
        this.http = http;
    }

    static AdminClient open(URI server, @Nullable String token, TimeSource time) {
        HttpClientConfig config = new HttpClientConfig(
                4,
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(4),
                Duration.ofMillis(500),
                LARGEST_ANSWER,
                LARGEST_ANSWER);
        return new AdminClient(server, token, time, HttpClient.open(config, time));
    }

    /// An answer: as bytes to be printed, and as a tree to be looked at.
    // Never compared: only a carrier.
    @SuppressWarnings("ArrayRecordComponent")
    public record Reply(int status, byte[] bytes) {
        public JsonNode tree() {
            return Json.readTree(bytes);
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// A path with parameters; those that are null are left out.
    public static String path(String path, Map<String, ? extends @Nullable Object> parameters) {
        StringBuilder full = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, ? extends @Nullable Object> parameter : new TreeMap<>(parameters).entrySet()) {
            if (parameter.getValue() != null) {
                full.append(separator)
                        .append(parameter.getKey())
                        .append('=')
                        .append(encode(parameter.getValue().toString()));
                separator = '&';
            }
        }
        return full.toString();
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Reply get(String path) throws InterruptedException {
        return successful(call("GET", path, new byte[0]));
    }

    /// @param body what becomes a JSON object
    public Reply post(String path, Map<String, ?> body) throws InterruptedException {
        return successful(call("POST", path, Json.write(body)));
    }

    /// The answer whatever its status.
    Reply send(String path, byte[] json) throws InterruptedException {
        return call("POST", path, json);
    }

    private Reply call(String method, String path, byte[] body) throws InterruptedException {
        List<Headers.Field> headers = new ArrayList<>();
        headers.add(new Headers.Field("Accept", "application/json"));
        headers.add(new Headers.Field("User-Agent", "atoll-command"));
        if (method.equals("POST")) {
            headers.add(new Headers.Field("Content-Type", "application/json"));
        }
        if (token != null) {
            headers.add(new Headers.Field("Authorization", "Bearer " + token));
        }
        HttpCall call = new HttpCall(method, URI.create(server + path), new Headers(headers), body);
        return switch (http.call(call, Deadline.after(time, PATIENCE))) {
            case HttpResult.Answer(var status, var _, var bytes, var _) -> new Reply(status, bytes);
            case HttpResult.NoAnswer(var cause, var _, var detail) -> throw unreachable(cause, detail);
        };
    }

    private AtollException unreachable(HttpResult.Cause cause, String detail) {
        String reason = switch (cause) {
            case UNKNOWN_HOST -> "cannot reach Atoll at " + server + ": no such host";
            case NOT_CONNECTED ->
                "cannot reach Atoll at " + server + ": " + (isRefused(detail) ? "connection refused" : detail)
                        + "; is `./atoll serve` running?";
            case NO_FREE_CONNECTION, TLS_FAILED, TIMEOUT, BROKEN, GARBAGE, TOO_LARGE ->
                "no answer from Atoll at " + server + ": " + detail;
        };
        return new AtollException(ErrorKind.UNAVAILABLE, reason);
    }

    private static boolean isRefused(String detail) {
        return detail.toLowerCase(Locale.ROOT).contains("refused");
    }

    private Reply successful(Reply reply) {
        if (reply.status / 100 == 2) {
            return reply;
        }
        throw new AtollException(kind(reply.status), problem(reply));
    }

    private static ErrorKind kind(int status) {
        return switch (status) {
            case 401, 403 -> ErrorKind.FORBIDDEN;
            case 404 -> ErrorKind.NOT_FOUND;
            case 409 -> ErrorKind.CONFLICT;
            default -> status / 100 == 4 ? ErrorKind.INVALID : ErrorKind.UNAVAILABLE;
        };
    }

    private String problem(Reply reply) {
        try {
            JsonNode detail = reply.tree().path("detail");
            if (detail.isString() && !detail.asString().isEmpty()) {
                return detail.asString() + (reply.status == 401 ? "; give the token with --token-file" : "");
            }
        } catch (AtollException e) {
            return notAtoll(reply.status);
        }
        return notAtoll(reply.status);
    }

    private String notAtoll(int status) {
        return server + " answered with status " + status + ": is this Atoll's address?";
    }

    @Override
    public void close() {
        http.close();
    }
}
