package atoll.changeprop.rule.file;

import atoll.changeprop.rule.AuthorityText;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.template.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a rule does: `exec: mediawiki`, a request, or a list of them.
final class ExecReader {
    private static final Set<String> KNOWN = Set.of("method", "uri", "headers", "body", "timeout");
    private static final Set<String> LATER = Set.of("query", "retry_on", "retries", "follow");
    private static final Set<String> WITHOUT_EFFECT = Set.of("agentOptions");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~A-Za-z0-9-]{1,200}");
    private static final int MOST_EXECS = 20;
    private static final int DAY_MILLIS = 86_400_000;

    private final YamlFields fields;

    ExecReader(YamlFields fields) {
        this.fields = fields;
    }

    List<Exec> read() {
        Object value = fields.get("exec");
        List<?> items = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        if (items.isEmpty() || items.size() > MOST_EXECS) {
            fields.problem("exec", null, "needs 1 to " + MOST_EXECS + " requests, has " + items.size());
            return List.of();
        }
        List<Exec> execs = new ArrayList<>();
        for (Object item : items) {
            Exec exec = one(item);
            if (exec != null) {
                execs.add(exec);
            }
        }
        return execs;
    }

    private @Nullable Exec one(Object item) {
        if ("mediawiki".equals(item)) {
            return new Exec.MediaWiki();
        }
        if (!(item instanceof Map<?, ?> map)) {
            fields.problem("exec", item, "must be a request (a map with 'uri') or 'mediawiki'");
            return null;
        }
        int before = fields.problemCount();
        YamlFields inner = fields.inner(map);
        KnownKeys.check(inner, KNOWN, LATER, WITHOUT_EFFECT);
        String method = method(inner);
        Template uri = uri(inner);
        List<Exec.HeaderTemplate> headers = headers(inner);
        Template body = template(inner, "body");
        int millis = inner.whole("timeout", 0, 0, DAY_MILLIS);
        if (uri == null || fields.problemCount() > before) {
            return null;
        }
        return new Exec.Http(method, uri, List.of(), headers, body, millis == 0 ? null : Duration.ofMillis(millis));
    }

    private static String method(YamlFields inner) {
        Object value = inner.get("method");
        String method = value == null ? "GET" : value.toString().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            inner.problem(
                    "exec.method",
                    value,
                    "must be one of " + METHODS.stream().sorted().toList());
        }
        return method;
    }

    private static @Nullable Template uri(YamlFields inner) {
        if (!(inner.get("uri") instanceof String text)) {
            inner.problem("exec.uri", inner.get("uri"), "must be a URL (example: http://localhost:8080/run)");
            return null;
        }
        Template uri = template(inner, "uri");
        if (uri == null) {
            return null;
        }
        String start = uri.literalPrefix();
        if (start.startsWith("/")) {
            inner.problem(
                    "exec.uri",
                    text,
                    "not supported yet: calls of the original's own modules; give a URL with http:// or https://");
        } else if (!start.isEmpty() && !start.startsWith("http://") && !start.startsWith("https://")) {
            inner.problem("exec.uri", text, "must start with http:// or https://");
        } else if (AuthorityText.of(start).contains("@")) {
            inner.problem("exec.uri", text, "must not contain a user name or password; send a header instead");
        }
        return uri;
    }

    private static List<Exec.HeaderTemplate> headers(YamlFields inner) {
        Object value = inner.get("headers");
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            inner.problem("exec.headers", value, "must be a map of names to values");
            return List.of();
        }
        List<Exec.HeaderTemplate> headers = new ArrayList<>();
        YamlFields named = inner.inner(map);
        for (String name : named.keys()) {
            Template template = template(named, name);
            if (!HEADER_NAME.matcher(name).matches()) {
                inner.problem("exec.headers", name, "is not the name of a header");
            } else if (template != null) {
                headers.add(new Exec.HeaderTemplate(name, template));
            }
        }
        return headers;
    }

    private static @Nullable Template template(YamlFields inner, String key) {
        Object value = inner.get(key);
        if (value == null) {
            return null;
        }
        try {
            return Template.parse(value);
        } catch (IllegalArgumentException e) {
            inner.problem("exec." + key, value, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
