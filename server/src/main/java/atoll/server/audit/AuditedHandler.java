package atoll.server.audit;

import atoll.base.error.AtollException;
import atoll.base.json.Json;
import atoll.base.time.TimeSource;
import atoll.http.HttpHandler;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.server.admin.wire.Caller;
import atoll.server.admin.wire.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Puts a handler that changes something between the two records of the audit.
public final class AuditedHandler {
    /// Enough for the largest request there is, which holds rule files.
    private static final int MOST_BODY = 5 << 20;

    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST = 1_000;
    private static final String PREFIX = "/v1/admin/";
    private static final Set<String> SAID_ELSEWHERE = Set.of("reason", "by");
    /// Their texts may hold secrets.
    private static final String FILES = "files";

    private final AuditLog audit;
    private final TimeSource time;

    public AuditedHandler(AuditLog audit, TimeSource time) {
        this.audit = audit;
        this.time = time;
    }

    /// @param pattern the route's, from which the action gets its name
    public HttpHandler around(String pattern, HttpHandler handler) {
        String action = action(pattern);
        return request -> {
            JsonNode body = body(request);
            AuditLog.Begun begun = audit.begin(new AuditEntry(
                    time.instant(),
                    new AuditEntry.Actor(Caller.name(request, text(body, "by")), request.remoteAddress()),
                    action,
                    Text.oneLine(what(request, body), LONGEST),
                    Text.oneLine(text(body, "reason"), LONGEST),
                    null,
                    null));
            return concluded(begun, request, handler);
        };
    }

    private HttpResponse concluded(AuditLog.Begun begun, HttpRequest request, HttpHandler handler)
            throws InterruptedException {
        HttpResponse response;
        try {
            response = handler.handle(request);
        } catch (AtollException e) {
            audit.ended(begun, "refused: " + Text.oneLine(String.valueOf(e.getMessage()), LONGEST), 0L);
            throw e;
        } catch (RuntimeException e) {
            audit.ended(begun, "failed by an error", null);
            throw e;
        }
        boolean isDone = response.status() / 100 == 2;
        audit.ended(begun, isDone ? "done" : "refused with status " + response.status(), count(response));
        return response;
    }

    private static String action(String pattern) {
        List<String> words = new ArrayList<>();
        for (String segment : pattern.substring(PREFIX.length()).split("/", -1)) {
            if (!segment.startsWith("{")) {
                words.add(segment);
            }
        }
        return String.join(" ", words);
    }

    /// A null node if the body is no JSON: the handler will say so.
    private static JsonNode body(HttpRequest request) {
        try {
            return Json.readTree(request.peek(MOST_BODY));
        } catch (AtollException e) {
            return Json.readTree("null".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).isString() ? body.path(name).asString() : "";
    }

    private static String what(HttpRequest request, JsonNode body) {
        List<String> parts = new ArrayList<>();
        String path = request.path();
        if (path.startsWith(PREFIX)) {
            parts.add(Text.oneLine(path.substring(PREFIX.length()), LONGEST_VALUE));
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!SAID_ELSEWHERE.contains(member.getKey())) {
                parts.add(Text.oneLine(member.getKey(), LONGEST_VALUE) + "=" + value(member));
            }
        }
        return String.join(" ", parts);
    }

    private static String value(Map.Entry<String, JsonNode> member) {
        JsonNode value = member.getValue();
        if (member.getKey().equals(FILES) && value.isObject()) {
            return Text.oneLine(String.join(",", value.propertyNames()), LONGEST_VALUE);
        }
        return Text.oneLine(value.isString() ? value.asString() : value.toString(), LONGEST_VALUE);
    }

    private static @Nullable Long count(HttpResponse response) {
        byte[] body = response.body();
        if (body.length == 0) {
            return null;
        }
        try {
            JsonNode changed = Json.readTree(body).path("changed");
            return changed.isIntegralNumber() ? Long.valueOf(changed.asLong()) : null;
        } catch (AtollException e) {
            return null;
        }
    }
}
