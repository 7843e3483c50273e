package atoll.console.web;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What a form sent: names with values, as `application/x-www-form-urlencoded`.
public final class Form {
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final int MOST_FIELDS = 200;

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /// Reads the request's body.
    ///
    /// @throws AtollException INVALID or TOO_LARGE
    static Form of(HttpRequest request, int maxBytes) {
        String type = request.headers().first("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE)) {
            throw new AtollException(ErrorKind.INVALID, "a form must be sent as '" + TYPE + "'");
        }
        String body = new String(request.body(maxBytes), StandardCharsets.UTF_8);
        Map<String, String> fields = new HashMap<>();
        String[] pairs = body.isEmpty() ? new String[0] : body.split("&", MOST_FIELDS + 1);
        if (pairs.length > MOST_FIELDS) {
            throw new AtollException(ErrorKind.INVALID, "a form has more than " + MOST_FIELDS + " fields");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            fields.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new Form(fields);
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AtollException(ErrorKind.INVALID, "a form has a field that is not percent-encoded UTF-8", e);
        }
    }

    /// The value of a field, with its white space; empty if there is no such field.
    public String raw(String name) {
        return fields.getOrDefault(name, "");
    }

    /// As [#raw], without white space around it.
    ///
    /// @throws AtollException INVALID as for [Visit#bounded]
    public String text(String name) {
        return Visit.bounded(name, raw(name).strip());
    }
}
