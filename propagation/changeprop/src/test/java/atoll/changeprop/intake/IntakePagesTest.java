package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.intake.stream.StreamCatalog;
import atoll.changeprop.intake.stream.StreamConfigLoader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class IntakePagesTest {
    private final IntakePages pages = new IntakePages(
            StreamConfigLoader.load(
                    "test", "streams: {a: {schema_title: x}, '/^mediawiki/': {producers: {p: {enabled: true}}}}"),
            "dc1",
            "1.2.3");

    @Test
    void configuredStreamsAreShownAsWrittenBeforeThoseBuiltIn() {
        assertThat(new String(pages.streamConfigs(), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"a\":{\"schema_title\":\"x\"},\"/^mediawiki/\":{\"producers\":{\"p\":{\"enabled\":true}}},")
                .contains("\"resource-purge\":{\"schema_title\":\"resource_change\"");
    }

    @Test
    void jobsAndPurgesAreShownThoughNothingIsConfigured() {
        IntakePages bare = new IntakePages(StreamCatalog.EMPTY, "dc1", "1.2.3");
        JsonNode all = IntakeFixture.JSON.readTree(bare.streamConfigs());
        assertThat(all.propertyNames()).containsExactly("resource-purge", "/^mediawiki\\.job\\..+/");
        assertThat(all.path("/^mediawiki\\.job\\..+/").at("/topics/0").asString())
                .isEqualTo("/^(dc1\\.)mediawiki\\.job\\..+/");
        JsonNode job = IntakeFixture.JSON
                .readTree(bare.streamConfigs("mediawiki.job.x").orElseThrow())
                .path("mediawiki.job.x");
        assertThat(job)
                .isEqualTo(IntakeFixture.JSON.readTree(
                        "{\"schema_title\":\"mediawiki/job\",\"destination_event_service\":\"atoll\",\"topic_prefixes\":[\"dc1.\"],"
                                + "\"stream\":\"/^mediawiki\\\\.job\\\\..+/\",\"topics\":[\"dc1.mediawiki.job.x\"]}"));
        assertThat(bare.streamConfigs("page-view")).isEmpty();
    }

    @Test
    void askedStreamsAreFoundByNameAndPattern() {
        assertThat(new String(pages.streamConfigs("a,mediawiki.b,c").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"a\":{\"schema_title\":\"x\"},\"mediawiki.b\":{\"producers\":{\"p\":{\"enabled\":true}}}}");
        assertThat(pages.streamConfigs("c")).isEmpty();
    }

    @Test
    void infoNamesProgramVersionAndDatacenter() {
        assertThat(new String(pages.info(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"atoll\",\"version\":\"1.2.3\",\"datacenter\":\"dc1\"}");
    }
}
