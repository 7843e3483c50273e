package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parameters after the question mark, decoded on first use. A name without `=` has the empty value.
public final class Query {
    private final String raw;
    private @Nullable Map<String, List<String>> parameters;

    Query(String raw) {
        this.raw = raw;
    }

    /// The query as sent, without the question mark; empty if there was none.
    public String raw() {
        return raw;
    }

    public boolean has(String name) {
        return parameters().containsKey(name);
    }

    /// The first value of this name.
    public @Nullable String first(String name) {
        List<String> values = parameters().get(name);
        return values == null ? null : values.getFirst();
    }

    /// All values of this name, in order.
    public List<String> all(String name) {
        return parameters().getOrDefault(name, List.of());
    }

    private Map<String, List<String>> parameters() {
        Map<String, List<String>> known = parameters;
        if (known == null) {
            known = parse(raw);
            parameters = known;
        }
        return known;
    }

    private static Map<String, List<String>> parse(String raw) {
        if (raw.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> parsed = new TreeMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parsed.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return parsed;
    }

    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
            return encoded;
        }
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AtollException(
                    ErrorKind.INVALID, "'" + encoded + "' in the request's address is not percent-encoded UTF-8", e);
        }
    }
}
