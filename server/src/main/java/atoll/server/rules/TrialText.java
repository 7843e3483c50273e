package atoll.server.rules;

import atoll.changeprop.rule.Invocation;
import atoll.changeprop.rule.Rendered;
import atoll.changeprop.rule.Rule.Verdict;
import atoll.changeprop.rule.Trial;
import atoll.server.command.text.Plain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What rules would do with an event, for people and for programs.
final class TrialText {
    private static final int LONGEST_BODY = 200;
    private static final JsonMapper JSON = new JsonMapper();

    private TrialText() {}

    static void print(EventLines.Line line, List<Trial> trials, PrintWriter out) {
        JsonNode event = line.event();
        out.println(Plain.text("line " + line.line() + "  " + (line.stream().isEmpty() ? "-" : line.stream()) + "  "
                + event.path("meta").path("id").asString("-") + "  " + wiki(event)));
        if (trials.isEmpty()) {
            out.println("  no rule reads this stream");
        }
        boolean isSelected = false;
        for (Trial trial : trials) {
            boolean isMatched = trial.verdict() == Verdict.SELECTED;
            isSelected |= isMatched;
            out.println(Plain.text("  rule '" + trial.rule() + "': "
                    + (isMatched ? "case " + (trial.caseNumber() + 1) : verdict(trial))));
            trial.requests().forEach(request -> print(request, out));
        }
        if (isSelected) {
            keys(event).forEach((name, value) -> out.println(Plain.text("  " + name + ": " + value)));
        }
    }

    private static void print(Trial.Request request, PrintWriter out) {
        switch (request) {
            case Trial.Request.Job() -> out.println("    run the job on its wiki");
            case Trial.Request.Links(var kind, var title) ->
                out.println("    an event for each page of the " + kind.label() + " of " + Plain.text(title));
            case Trial.Request.Impossible(var reason) -> out.println("    cannot be sent: " + Plain.text(reason));
            case Trial.Request.Emit(var emission) -> {
                for (int i = 0; i < emission.events().size(); i++) {
                    out.println("    event to "
                            + Plain.text(emission.stream(i) + ": "
                                    + excerpt(emission.events().get(i).toString())));
                }
            }
            case Trial.Request.Program(var invocation) -> {
                out.println("    start " + Plain.text(words(invocation)));
                invocation
                        .environment()
                        .forEach((name, value) -> out.println("      " + Plain.text(name + "=" + quoted(value))));
            }
            case Trial.Request.InProcess(var handler) -> out.println("    call handler " + Plain.text(handler));
            case Trial.Request.Http(var rendered) -> {
                out.println("    " + Plain.text(rendered.method() + " " + rendered.uri()));
                rendered.headers()
                        .forEach(header -> out.println("      " + Plain.text(header.name() + ": " + header.value())));
                if (rendered.body().bytes().length > 0) {
                    out.println("      body, " + rendered.body().bytes().length + " bytes: "
                            + Plain.text(excerpt(rendered)));
                }
            }
        }
    }

    /// As a shell would want it, so that one sees where each argument ends.
    private static String words(Invocation invocation) {
        return invocation.command().stream().map(TrialText::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:=@%+,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String verdict(Trial trial) {
        return trial.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String excerpt(Rendered rendered) {
        return excerpt(new String(rendered.body().bytes(), StandardCharsets.UTF_8));
    }

    private static String excerpt(String body) {
        return body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) + "…" : body;
    }

    private static String wiki(JsonNode event) {
        JsonNode database = event.path("database");
        return database.isString()
                ? database.stringValue()
                : event.path("meta").path("domain").asString("-");
    }

    /// What the ledger goes by when it looks for twins and delays.
    private static Map<String, String> keys(JsonNode event) {
        Map<String, String> keys = new LinkedHashMap<>();
        put(keys, "duplicate of the same sha1", event.path("sha1"));
        JsonNode root = event.path("root_event");
        if (root.path("signature").isString()) {
            keys.put(
                    "superseded by a newer root",
                    root.path("signature").stringValue() + " of "
                            + root.path("dt").asString("-"));
        }
        put(keys, "not before", event.path("delay_until"));
        return keys;
    }

    private static void put(Map<String, String> to, String name, JsonNode value) {
        if (value.isString()) {
            to.put(name, value.stringValue());
        }
    }

    static String json(EventLines.Line line, List<Trial> trials) {
        JsonNode event = line.event();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("line", line.line());
        answer.put("stream", line.stream());
        answer.put("id", event.path("meta").path("id").asString(""));
        answer.put("wiki", wiki(event));
        ObjectNode keys = answer.putObject("keys");
        keys(event).forEach(keys::put);
        ArrayNode rules = answer.putArray("rules");
        for (Trial trial : trials) {
            ObjectNode to = rules.addObject().put("rule", trial.rule()).put("verdict", verdict(trial));
            if (trial.caseNumber() >= 0) {
                to.put("case", trial.caseNumber() + 1);
            }
            ArrayNode requests = to.putArray("requests");
            trial.requests().forEach(request -> put(request, requests.addObject()));
        }
        return answer.toString();
    }

    private static void put(Trial.Request request, ObjectNode to) {
        switch (request) {
            case Trial.Request.Job() -> to.put("kind", "mediawiki");
            case Trial.Request.Links(var kind, var title) ->
                to.put("kind", "links").put("links", kind.label()).put("title", title);
            case Trial.Request.Impossible(var reason) ->
                to.put("kind", "impossible").put("reason", reason);
            case Trial.Request.Emit(var emission) ->
                emission.events().forEach(to.put("kind", "events").putArray("events")::add);
            case Trial.Request.Program(var invocation) -> {
                to.put("kind", "process");
                invocation.command().forEach(to.putArray("command")::add);
                invocation.environment().forEach(to.putObject("env")::put);
            }
            case Trial.Request.InProcess(var handler) ->
                to.put("kind", "handler").put("handler", handler);
            case Trial.Request.Http(var rendered) -> {
                to.put("kind", "http").put("method", rendered.method()).put("uri", rendered.uri());
                ObjectNode headers = to.putObject("headers");
                rendered.headers().forEach(header -> headers.put(header.name(), header.value()));
                to.put("body_bytes", rendered.body().bytes().length).put("body", excerpt(rendered));
            }
        }
    }
}
