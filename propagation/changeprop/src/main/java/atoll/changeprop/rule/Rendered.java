package atoll.changeprop.rule;

import atoll.base.error.AtollException;
import atoll.changeprop.rule.template.EventView;
import atoll.changeprop.rule.template.Template;
import atoll.changeprop.rule.template.UriEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A request as a rule makes it of an event. Nothing is checked yet: neither where it goes nor whether its headers can
/// be sent.
///
/// @param uri with the query
/// @param headers as the rule names them, in its order
public record Rendered(String method, String uri, List<Header> headers, Template.Body body) {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final byte[] NO_BODY = new byte[0];

    public Rendered {
        headers = List.copyOf(headers);
    }

    public record Header(String name, String value) {}

    /// @param event with what the case's match captured
    /// @throws AtollException TOO_LARGE
    public static Rendered of(Exec.Http exec, EventView event) {
        List<Header> headers = new ArrayList<>();
        boolean isForm = false;
        for (Exec.HeaderTemplate header : exec.headers()) {
            String value = header.value().text(event);
            headers.add(new Header(header.name(), value));
            isForm |= header.name().equalsIgnoreCase("content-type")
                    && value.toLowerCase(Locale.ROOT).startsWith(FORM);
        }
        return new Rendered(exec.method(), uri(exec, event), headers, body(exec.body(), event, isForm));
    }

    private static String uri(Exec.Http exec, EventView event) {
        String uri = UriEncoding.legal(exec.uri().text(event));
        StringJoiner query = new StringJoiner("&");
        for (Exec.QueryTemplate parameter : exec.query()) {
            add(query, parameter.name(), parameter.value().value(event));
        }
        return query.length() == 0 ? uri : uri + (uri.indexOf('?') < 0 ? "?" : "&") + query;
    }

    private static Template.Body body(@Nullable Template template, EventView event, boolean isForm) {
        if (template == null) {
            return new Template.Body(NO_BODY, false);
        }
        if (isForm) {
            JsonNode value = template.value(event);
            if (value.isObject()) {
                StringJoiner fields = new StringJoiner("&");
                value.properties().forEach(field -> add(fields, field.getKey(), field.getValue()));
                return new Template.Body(fields.toString().getBytes(StandardCharsets.UTF_8), false);
            }
        }
        return template.body(event);
    }

    private static void add(StringJoiner to, String name, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            String text = value.isString() ? value.stringValue() : value.toString();
            to.add(UriEncoding.component(name) + "=" + UriEncoding.component(text));
        }
    }
}
