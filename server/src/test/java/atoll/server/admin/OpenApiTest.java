package atoll.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
    private static final Pattern REFERENCE = Pattern.compile("\"#/components/schemas/([A-Za-z]+)\"");

    private final Fixture fixture = new Fixture();

    @Test
    void describesExactlyTheRoutesThereAre() throws InterruptedException {
        JsonNode description = fixture.get("/openapi.json", "");
        List<String> described = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            path.getValue()
                    .propertyNames()
                    .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
        }
        List<String> routes =
                fixture.api.routes().stream().map(OpenApiTest::name).toList();
        assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
    }

    private static String name(Route route) {
        return route.method() + " " + route.pattern();
    }

    @Test
    void definesEverythingItRefersTo() throws InterruptedException {
        JsonNode description = fixture.get("/openapi.json", "");
        Matcher references = REFERENCE.matcher(description.toString());
        int count = 0;
        while (references.find()) {
            count++;
            assertThat(description.path("components").path("schemas").has(references.group(1)))
                    .as(references.group(1))
                    .isTrue();
        }
        assertThat(count).isGreaterThan(20);
    }

    @Test
    void namesEveryMemberOfTheQueuesAnswer() throws InterruptedException {
        JsonNode schema = fixture.get("/openapi.json", "").at("/components/schemas/Queue/properties");
        assertThat(schema.propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        fixture.get("/v1/admin/queue", "").propertyNames());
    }
}
