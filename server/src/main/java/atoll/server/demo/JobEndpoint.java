package atoll.server.demo;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.id.Randomness;
import atoll.base.json.Json;
import atoll.base.time.TimeSource;
import atoll.changeprop.executor.JobSignature;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `eventbus/v0/internal/job/execute` as a live MediaWiki answers it, in the same order of checks: method, content
/// type,
/// fields, signature, read-only, job type. Then the job is carried out, unless a trouble is due.
final class JobEndpoint {
    static final String PATH = "/rest.php/eventbus/v0/internal/job/execute";
    private static final int MOST_BYTES = 16 << 20;

    private final JobEvents events;
    private final JobRunner runner;
    private final BooleanSupplier isReadOnly;
    private final TimeSource time;
    private final Randomness luck;
    private final AtomicLong carriedOut = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong refusedReadOnly = new AtomicLong();
    private volatile Troubles troubles;

    JobEndpoint(
            JobEvents events,
            JobRunner runner,
            BooleanSupplier isReadOnly,
            TimeSource time,
            Randomness luck,
            Troubles troubles) {
        this.events = events;
        this.runner = runner;
        this.isReadOnly = isReadOnly;
        this.time = time;
        this.luck = luck;
        this.troubles = troubles;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(new Route("POST", PATH, this::execute));
        for (String method : List.of("GET", "PUT", "DELETE")) {
            routes.add(new Route(method, PATH, _ -> wrongMethod(method)));
        }
        return routes;
    }

    private static HttpResponse wrongMethod(String method) {
        String message = "The request method (" + method + ") was not the allowed method for this path (POST)";
        return error(405, "Method Not Allowed", fields("messageTranslations", Map.of("en", message)))
                .withHeader("Allow", "POST");
    }

    private HttpResponse execute(HttpRequest request) throws InterruptedException {
        byte[] body = request.body(MOST_BYTES);
        HttpResponse refusal = refusal(request.headers().first("Content-Type"));
        if (refusal != null) {
            return refusal;
        }
        JsonNode event = read(body);
        List<String> missing = new ArrayList<>();
        for (String name : List.of("database", "type", "params")) {
            if (event == null || !event.hasNonNull(name)) {
                missing.add(name);
            }
        }
        if (event == null || !missing.isEmpty()) {
            return error(400, "Bad Request", fields("message", "Invalid event received", "missing_params", missing));
        }
        JobSignature.Verdict verdict = events.verdict(body);
        if (verdict != JobSignature.Verdict.VALID) {
            String what = verdict == JobSignature.Verdict.MISSING ? "Missing" : "Invalid";
            return error(403, "Forbidden", fields("message", what + " mediawiki signature"));
        }
        if (isReadOnly.getAsBoolean()) {
            refusedReadOnly.incrementAndGet();
            return error(423, "Locked", fields("message", "Wiki is in read-only mode."));
        }
        String type = event.path("type").asString("");
        if (!JobRunner.knows(type)) {
            return error(
                    400,
                    "Bad Request",
                    fields(
                            "message",
                            "Failed creating job from description",
                            "error",
                            "Invalid job command '" + type + "'"));
        }
        return run(event, type);
    }

    private HttpResponse run(JsonNode event, String type) throws InterruptedException {
        Troubles present = troubles;
        double chance = luck.nextDouble();
        if (chance < present.failing()) {
            failed.incrementAndGet();
            return failure("RuntimeException: the sample wiki fails now and then, this time at " + type);
        }
        if (chance < present.failing() + present.silent()) {
            failed.incrementAndGet();
            return HttpResponse.bytes(200, "text/html; charset=UTF-8", new byte[0]);
        }
        if (chance > 1 - present.slow()) {
            time.sleep(Duration.ofMillis(
                    1 + luck.nextLong(Math.max(1, present.slowest().toMillis()))));
        }
        long begun = time.nanoTime();
        try {
            runner.run(event);
        } catch (AtollException e) {
            failed.incrementAndGet();
            return failure("RuntimeException: " + e.getMessage());
        }
        carriedOut.incrementAndGet();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("status", true);
        answer.put("error", null);
        answer.put("caught", List.of());
        answer.put("timeMs", Duration.ofNanos(time.nanoTime() - begun).toMillis());
        return HttpResponse.json(200, Json.write(answer));
    }

    private static HttpResponse failure(String error) {
        return error(500, "Internal Server Error", fields("message", "Internal Server Error", "error", error));
    }

    private static @Nullable HttpResponse refusal(@Nullable String contentType) {
        if (contentType == null) {
            return error(
                    415,
                    "Unsupported Media Type",
                    fields(
                            "message",
                            "A Content-Type header must be supplied with a request payload.",
                            "error",
                            "no-content-type"));
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.equals("application/json")
                ? null
                : error(
                        415,
                        "Unsupported Media Type",
                        fields("message", "Unsupported Content-Type", "content_type", type));
    }

    /// Null if it is not a JSON object.
    private static @Nullable JsonNode read(byte[] body) {
        try {
            JsonNode event = Json.readTree(body);
            return event.isObject() ? event : null;
        } catch (AtollException e) {
            if (e.kind() == ErrorKind.INVALID) {
                return null;
            }
            throw e;
        }
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        return JobSpec.params(namesAndValues);
    }

    private static HttpResponse error(int status, String reason, Map<String, Object> fields) {
        fields.put("httpCode", status);
        fields.put("httpReason", reason);
        return HttpResponse.json(status, Json.write(fields)).withReason(reason);
    }

    void suffer(Troubles newTroubles) {
        troubles = newTroubles;
    }

    /// Attempts that were carried out and said so.
    long carriedOut() {
        return carriedOut.get();
    }

    /// Attempts that were answered as failed, or not at all.
    long failed() {
        return failed.get();
    }

    long refusedReadOnly() {
        return refusedReadOnly.get();
    }
}
