package atoll.changeprop.rule.file;

import atoll.changeprop.rule.AuthorityText;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.LinkKind;
import atoll.changeprop.rule.template.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a rule does: `exec: mediawiki`, a request, a program, a handler, or a list of them.
final class ExecReader {
    private static final Set<String> KNOWN = Set.of("method", "uri", "query", "headers", "body", "timeout");
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

    /// Empty if there is nothing to do.
    List<Exec> read() {
        Yaml value = fields.yaml("exec");
        List<Yaml> items =
                value instanceof Yaml.Sequence list ? list.items() : value == null ? List.of() : List.of(value);
        if (items.size() > MOST_EXECS) {
            fields.problem("exec", null, "has " + items.size() + " requests (at most " + MOST_EXECS + ")");
            return List.of();
        }
        List<Exec> execs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Exec exec = one(value instanceof Yaml.Sequence ? "exec[" + i + "]" : "exec", items.get(i));
            if (exec != null) {
                execs.add(exec);
            }
        }
        return execs;
    }

    private @Nullable Exec one(String name, Yaml item) {
        if ("mediawiki".equals(item.plain())) {
            return new Exec.MediaWiki();
        }
        if (!(item instanceof Yaml.Mapping map)) {
            fields.problem(name, item.plain(), "must be 'mediawiki' or a map with 'uri', 'process' or 'handler'");
            return null;
        }
        int before = fields.problemCount();
        YamlFields inner = fields.inner(name, map);
        if (inner.yaml("process") != null) {
            return new ProgramReader(inner).read();
        }
        if (inner.yaml("handler") != null) {
            return inProcess(inner, before);
        }
        inner.checkKeys(KNOWN, WITHOUT_EFFECT);
        Modules.Call call = inner.get("uri") instanceof String text ? Modules.call(text) : null;
        return switch (call) {
            case Modules.Call.Links links -> links(inner, links);
            case Modules.Call.Emit emit -> new EmitReader(inner).read(emit);
            case null -> http(inner, before);
        };
    }

    private @Nullable Exec http(YamlFields inner, int before) {
        String method = method(inner);
        Template uri = uri(inner);
        List<Exec.QueryTemplate> query = query(inner);
        List<Exec.HeaderTemplate> headers = headers(inner);
        Template body = inner.template("body");
        Duration timeout = timeout(inner);
        if (uri == null || fields.problemCount() > before) {
            return null;
        }
        return new Exec.Http(method, uri, query, headers, body, timeout);
    }

    private static @Nullable Exec inProcess(YamlFields inner, int before) {
        inner.checkKeys(Set.of("handler", "timeout"), Set.of());
        if (!(inner.get("handler") instanceof String name)) {
            inner.problem("handler", inner.get("handler"), "must be the name of a handler");
            return null;
        }
        Duration timeout = timeout(inner);
        return inner.problemCount() > before ? null : new Exec.InProcess(name, timeout);
    }

    /// Null if none is given.
    static @Nullable Duration timeout(YamlFields inner) {
        int millis = inner.whole("timeout", 0, 0, DAY_MILLIS);
        return millis == 0 ? null : Duration.ofMillis(millis);
    }

    /// The title is taken as it is, not as part of an address.
    private static @Nullable Exec links(YamlFields inner, Modules.Call.Links call) {
        LinkKind kind = LinkKind.of(call.kind()).orElse(null);
        if (kind == null) {
            inner.problem(
                    "uri",
                    inner.get("uri"),
                    "is no kind of links that Atoll expands (there are " + LinkKind.labels() + ")");
            return null;
        }
        String title = call.title();
        boolean isOneValue = title.matches("\\{[^{}]+}");
        try {
            return new Exec.Links(kind, Template.parse(isOneValue ? "{" + title + "}" : title));
        } catch (IllegalArgumentException e) {
            inner.problem("uri", inner.get("uri"), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String method(YamlFields inner) {
        Object value = inner.get("method");
        String method = value == null ? "GET" : value.toString().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            inner.problem(
                    "method",
                    value,
                    "must be one of " + METHODS.stream().sorted().toList());
        }
        return method;
    }

    private static @Nullable Template uri(YamlFields inner) {
        if (!(inner.get("uri") instanceof String text)) {
            inner.problem("uri", inner.get("uri"), "must be a URL (example: http://localhost:8080/run)");
            return null;
        }
        Template uri = inner.template("uri");
        if (uri == null) {
            return null;
        }
        String start = uri.literalPrefix();
        if (start.startsWith("/")) {
            inner.problem("uri", text, Modules.refusal(start));
        } else if (!start.isEmpty() && !start.startsWith("http://") && !start.startsWith("https://")) {
            inner.problem("uri", text, "must start with http:// or https://");
        } else if (AuthorityText.of(start).contains("@")) {
            inner.problem("uri", text, "must not contain a user name or password; send a header instead");
        }
        return uri;
    }

    private static List<Exec.QueryTemplate> query(YamlFields inner) {
        List<Exec.QueryTemplate> query = new ArrayList<>();
        YamlFields named = inner.map("query", "{title: '{{message.page_title}}'}");
        if (named != null) {
            for (String name : named.keys()) {
                Template template = named.template(name);
                if (template != null) {
                    query.add(new Exec.QueryTemplate(name, template));
                }
            }
        }
        return query;
    }

    private static List<Exec.HeaderTemplate> headers(YamlFields inner) {
        List<Exec.HeaderTemplate> headers = new ArrayList<>();
        YamlFields named = inner.map("headers", "{host: '{{message.meta.domain}}'}");
        if (named != null) {
            for (String name : named.keys()) {
                Template template = named.template(name);
                if (!HEADER_NAME.matcher(name).matches()) {
                    named.problem(name, null, "is not the name of a header");
                } else if (template != null) {
                    headers.add(new Exec.HeaderTemplate(name, template));
                }
            }
        }
        return headers;
    }
}
