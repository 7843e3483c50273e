package atoll.server.admin.wire;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpRequest;
import atoll.server.admin.ports.JobFilter;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Named values of a request, from its query or its body, checked. An unknown name is an error: a misspelt filter must
/// not mean "all".
public final class Parameters {
    private static final int LONGEST = 500;
    /// Of every change; the audit keeps them.
    private static final Set<String> OF_ANY_CHANGE = Set.of("reason", "by");

    private final TreeMap<String, String> values = new TreeMap<>();

    private Parameters() {}

    public static Parameters ofQuery(HttpRequest request, Set<String> allowed) {
        Parameters parameters = new Parameters();
        for (String pair : request.query().raw().split("&")) {
            String name = pair.split("=", 2)[0];
            String value = name.isEmpty() ? null : request.query().first(name);
            if (!name.isEmpty()) {
                parameters.put(name, value == null ? "" : value, allowed);
            }
        }
        return parameters;
    }

    /// Besides what is allowed, a change may have a `reason`, and `by`, who makes it.
    public static Parameters ofBody(HttpRequest request, Set<String> named) {
        Parameters parameters = new Parameters();
        Set<String> allowed = new TreeSet<>(named);
        allowed.addAll(OF_ANY_CHANGE);
        ObjectNode body = AdminJson.body(request);
        for (String name : body.propertyNames()) {
            JsonNode value = body.get(name);
            if (!value.isString() && !value.isIntegralNumber() && !value.isBoolean()) {
                throw invalid(name, value.toString(), "a text, a whole number, true or false");
            }
            parameters.put(name, value.asString(), allowed);
        }
        return parameters;
    }

    private void put(String name, String value, Set<String> allowed) {
        if (!allowed.contains(name)) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "there is no parameter '" + name + "': allowed are " + String.join(", ", new TreeSet<>(allowed)));
        }
        if (value.length() > LONGEST) {
            throw new AtollException(
                    ErrorKind.INVALID, "'" + name + "' has " + value.length() + " characters: at most " + LONGEST);
        }
        values.put(name, value);
    }

    public @Nullable String text(String name) {
        return values.get(name);
    }

    public long number(String name, long absent, long least, long most) {
        String value = values.get(name);
        if (value == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, value, "a whole number from " + least + " to " + most);
        }
        throw invalid(name, value, "a whole number from " + least + " to " + most);
    }

    public boolean flag(String name) {
        String value = values.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid(name, value, "'true' or 'false'");
        }
        return value.equals("true");
    }

    public JobFilter filter() {
        return new JobFilter(JobFilter.states(text("state")), text("rule"), text("type"), text("wiki"));
    }

    private static AtollException invalid(String name, String value, String allowed) {
        return new AtollException(ErrorKind.INVALID, "'" + name + "' is '" + value + "': must be " + allowed);
    }
}
