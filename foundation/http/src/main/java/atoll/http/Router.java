package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request. Immutable.
///
/// Literal paths win over patterns, and among patterns the one listed first wins. A path that only other methods have
/// is
/// answered 405 with `Allow`, an unknown one 404.
public final class Router {
    private final List<Route> routes;
    private final Map<String, Target> literals = new HashMap<>();
    private final List<Target> patterns = new ArrayList<>();

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        Map<String, Target> targets = new LinkedHashMap<>();
        for (Route route : this.routes) {
            Target target = targets.computeIfAbsent(route.pattern(), _ -> new Target(route.segments()));
            if (target.routes.putIfAbsent(route.method(), route) != null) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "route '" + route.method() + " " + route.pattern() + "' is given twice: remove one");
            }
            if (target.routes.size() == 1) {
                if (route.isLiteral()) {
                    literals.put(route.pattern(), target);
                } else {
                    patterns.add(target);
                }
            }
        }
    }

    public List<Route> routes() {
        return routes;
    }

    /// What a request's method and path lead to.
    sealed interface Lookup {
        record Found(Route route, Map<String, String> parameters) implements Lookup {}

        record WrongMethod(String allow) implements Lookup {}

        record NoSuchPath() implements Lookup {}
    }

    Lookup find(String method, String path) {
        Target literal = literals.get(path);
        if (literal != null) {
            return literal.lookup(method, Map.of());
        }
        if (patterns.isEmpty() || !path.startsWith("/")) {
            return new Lookup.NoSuchPath();
        }
        String[] segments = path.substring(1).split("/", -1);
        Lookup second = new Lookup.NoSuchPath();
        for (Target target : patterns) {
            Map<String, String> parameters = target.match(segments);
            if (parameters != null) {
                Lookup lookup = target.lookup(method, parameters);
                if (lookup instanceof Lookup.Found) {
                    return lookup;
                }
                second = lookup;
            }
        }
        return second;
    }

    /// All routes of one pattern.
    private record Target(List<String> segments, Map<String, Route> routes) {
        Target(List<String> segments) {
            this(segments, new HashMap<>());
        }

        Lookup lookup(String method, Map<String, String> parameters) {
            Route route = routes.get(method);
            if (route == null && method.equals("HEAD")) {
                route = routes.get("GET");
            }
            return route == null ? new Lookup.WrongMethod(allow()) : new Lookup.Found(route, parameters);
        }

        private String allow() {
            TreeSet<String> methods = new TreeSet<>(routes.keySet());
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            return String.join(", ", methods);
        }

        @Nullable
        Map<String, String> match(String[] path) {
            Map<String, String> parameters = HashMap.newHashMap(2);
            for (int i = 0; i < segments.size(); i++) {
                String segment = segments.get(i);
                if (segment.endsWith("...}")) {
                    String rest =
                            i < path.length ? String.join("/", List.of(path).subList(i, path.length)) : "";
                    parameters.put(segment.substring(1, segment.length() - 4), decode(rest));
                    return parameters;
                }
                if (i >= path.length) {
                    return null;
                }
                if (segment.startsWith("{") && !path[i].isEmpty()) {
                    parameters.put(segment.substring(1, segment.length() - 1), decode(path[i]));
                } else if (!segment.equals(path[i])) {
                    return null;
                }
            }
            return path.length == segments.size() ? parameters : null;
        }

        // A plus sign is itself in a path, a space only in a query.
        private static String decode(String segment) {
            return Query.decode(segment.replace("+", "%2B"));
        }
    }
}
