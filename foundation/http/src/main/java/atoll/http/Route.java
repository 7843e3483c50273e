package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.List;

/// A method and a path pattern with the handler of their requests.
///
/// A pattern is literal segments and `{name}` segments, each matching one segment: `/v1/jobs/{id}/attempts`. A last
/// segment `{name...}` matches all the rest, also nothing. GET also answers HEAD unless HEAD has a route of its own.
public record Route(String method, String pattern, HttpHandler handler) {

    public Route {
        if (!pattern.startsWith("/")) {
            throw new AtollException(ErrorKind.INVALID, "route pattern '" + pattern + "' must start with '/'");
        }
    }

    public static Route get(String pattern, HttpHandler handler) {
        return new Route("GET", pattern, handler);
    }

    public static Route post(String pattern, HttpHandler handler) {
        return new Route("POST", pattern, handler);
    }

    public static Route put(String pattern, HttpHandler handler) {
        return new Route("PUT", pattern, handler);
    }

    public static Route delete(String pattern, HttpHandler handler) {
        return new Route("DELETE", pattern, handler);
    }

    List<String> segments() {
        return List.of(pattern.substring(1).split("/", -1));
    }

    boolean isLiteral() {
        return pattern.indexOf('{') < 0;
    }
}
