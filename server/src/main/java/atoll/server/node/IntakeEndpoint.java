package atoll.server.node;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.changeprop.intake.EventIntake;
import atoll.changeprop.intake.IntakeAnswer;
import atoll.changeprop.intake.IntakeBudget;
import atoll.changeprop.intake.IntakePages;
import atoll.changeprop.intake.IntakeRequest;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.Query;
import atoll.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `POST /v1/events` and the pages beside it.
///
/// A producer that may not send is told so before its body is read. A body is looked at before the rest of it is read:
/// its class decides whether there is room for it.
final class IntakeEndpoint {
    private static final int CHUNK = 64 * 1024;
    /// Producers read the status alone, so an accepted request's answer is always the same one.
    private static final HttpResponse CREATED = HttpResponse.of(201).withReason("All events were stored");

    private final EventIntake intake;
    private final IntakeBudget budget;
    private final IntakePages pages;
    private final int maxBody;

    IntakeEndpoint(EventIntake intake, IntakeBudget budget, IntakePages pages, int maxBody) {
        this.intake = intake;
        this.budget = budget;
        this.pages = pages;
        this.maxBody = maxBody;
    }

    List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/events", this::accept),
                new Route("GET", "/v1/stream-configs", _ -> HttpResponse.json(200, pages.streamConfigs())),
                new Route("GET", "/v1/stream-configs/{streams}", this::streamConfigs),
                new Route("GET", "/_info", _ -> HttpResponse.json(200, pages.info())));
    }

    private HttpResponse streamConfigs(HttpRequest request) {
        Optional<byte[]> found = pages.streamConfigs(request.pathParameter("streams"));
        return found.map(body -> HttpResponse.json(200, body))
                .orElseThrow(() -> new AtollException(ErrorKind.NOT_FOUND, "none of these streams is configured"));
    }

    private HttpResponse accept(HttpRequest request) throws InterruptedException {
        Deadline answerBy = intake.answerBy();
        if (request.declaredLength() > maxBody) {
            throw new AtollException(
                    ErrorKind.TOO_LARGE,
                    "body of " + request.declaredLength() + " bytes: at most " + maxBody
                            + " are accepted; send the events in several requests");
        }
        Optional<IntakeAnswer> refusal = intake.refusal(remote(request), token(request.query()));
        if (refusal.isPresent()) {
            return response(refusal.get());
        }
        byte[] first = request.peek(IntakeBudget.PEEK_BYTES);
        String stream = parameter(request.query(), "stream");
        long declared = request.declaredLength();
        boolean small = declared >= 0 && declared <= CHUNK;
        long granted = small ? declared : first.length;
        Optional<IntakeBudget.Permit> admitted = budget.admit(first, first.length, stream, granted);
        if (admitted.isEmpty()) {
            return noRoom();
        }
        try (IntakeBudget.Permit permit = admitted.get()) {
            byte[] body = small ? request.body(maxBody) : asItArrives(request, permit, granted);
            if (body == null) {
                return noRoom();
            }
            IntakeRequest whole = new IntakeRequest(
                    body, queryOf(request.query()), request.headers().first("x-request-id"), remote(request));
            return response(intake.accept(whole, answerBy));
        }
    }

    private static HttpResponse noRoom() {
        return answer(503, "too many events at once; nothing of this request was stored")
                .withHeader("Retry-After", "1");
    }

    private static HttpResponse response(IntakeAnswer answer) {
        if (answer.status() == 201 && answer.body().length == 0) {
            return CREATED;
        }
        HttpResponse response = answer.body().length == 0
                ? HttpResponse.of(answer.status())
                : HttpResponse.json(answer.status(), answer.body());
        return response.withReason(answer.reason());
    }

    /// Takes room for the bytes that come, not for those promised. Null if there was no more while it was read.
    private byte @Nullable [] asItArrives(HttpRequest request, IntakeBudget.Permit permit, long counted) {
        int most = request.declaredLength() >= 0 ? (int) request.declaredLength() : Integer.MAX_VALUE;
        byte[] body = new byte[CHUNK];
        int size = 0;
        long granted = counted;
        try (InputStream in = request.bodyStream(maxBody)) {
            while (size < most) {
                if (size == body.length) {
                    body = Arrays.copyOf(body, (int) Math.min(2L * size, most));
                }
                int read = in.read(body, size, body.length - size);
                if (read < 0) {
                    break;
                }
                size += read;
                if (size > granted && !permit.grow(size - granted)) {
                    return null;
                }
                granted = Math.max(granted, size);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return size == body.length ? body : Arrays.copyOf(body, size);
    }

    private static HttpResponse answer(int status, String reason) {
        return HttpResponse.text(status, reason + "\n").withReason(reason);
    }

    private static Map<String, String> queryOf(Query query) {
        if (query.raw().isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new HashMap<>();
        for (String name : List.of("hasty", "stream", "schema_uri", "token")) {
            String value = query.first(name);
            if (value != null) {
                parameters.put(name, value);
            }
        }
        return parameters;
    }

    private static @Nullable String token(Query query) {
        String token = parameter(query, "token");
        return token.isEmpty() ? null : token;
    }

    private static String parameter(Query query, String name) {
        String value = query.raw().isEmpty() ? null : query.first(name);
        return value == null ? "" : value;
    }

    private static InetAddress remote(HttpRequest request) {
        try {
            return InetAddress.getByName(request.remoteAddress());
        } catch (UnknownHostException e) {
            throw new AtollException(ErrorKind.INTERNAL, "'" + request.remoteAddress() + "' is not an address", e);
        }
    }
}
