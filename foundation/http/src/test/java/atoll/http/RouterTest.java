package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.http.Router.Lookup;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RouterTest {
    private static final HttpHandler ANY = _ -> HttpResponse.of(200);

    private final Router router = new Router(List.of(
            Route.get("/a/{x}", ANY),
            Route.get("/a/b", ANY),
            Route.post("/a/{y}", ANY),
            Route.get("/a/{x}/c", ANY),
            Route.get("/rest/{all...}", ANY)));

    private String patternOf(String method, String path) {
        return switch (router.find(method, path)) {
            case Lookup.Found(var route, var parameters) -> route.pattern() + parameters;
            case Lookup.WrongMethod(var allow) -> "allow " + allow;
            case Lookup.NoSuchPath() -> "none";
        };
    }

    @Test
    void prefersLiteralsThenTheOrderGiven() {
        assertThat(patternOf("GET", "/a/b")).isEqualTo("/a/b{}");
        assertThat(patternOf("GET", "/a/z")).isEqualTo("/a/{x}{x=z}");
        assertThat(patternOf("POST", "/a/z")).isEqualTo("/a/{y}{y=z}");
        assertThat(patternOf("GET", "/a/z/c")).isEqualTo("/a/{x}/c{x=z}");
    }

    @Test
    void matchesTheRestAlsoIfEmpty() {
        assertThat(patternOf("GET", "/rest/x/y")).isEqualTo("/rest/{all...}{all=x/y}");
        assertThat(patternOf("GET", "/rest/")).isEqualTo("/rest/{all...}{all=}");
    }

    @Test
    void decodesParametersAfterSplitting() {
        assertThat(patternOf("GET", "/a/%C3%A9%2Fb+c")).isEqualTo("/a/{x}{x=é/b+c}");
        assertThatThrownBy(() -> patternOf("GET", "/a/%zz")).isInstanceOf(AtollException.class);
    }

    @Test
    void namesTheMethodsThatAPathHas() {
        assertThat(patternOf("DELETE", "/a/b")).isEqualTo("allow GET, HEAD");
        assertThat(patternOf("DELETE", "/a/z/c")).isEqualTo("allow GET, HEAD");
        assertThat(patternOf("HEAD", "/a/b")).isEqualTo("/a/b{}");
    }

    @Test
    void findsNothingElse() {
        for (String path : List.of("", "*", "/", "/a", "/a/", "/a/z/d", "/a/z/c/d", "a/b")) {
            assertThat(patternOf("GET", path)).as(path).isEqualTo("none");
        }
    }

    @Test
    void refusesARouteGivenTwice() {
        assertThatThrownBy(() -> new Router(List.of(Route.get("/a", ANY), Route.get("/a", ANY))))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("'GET /a' is given twice");
    }
}
