package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.intake.stream.StreamConfigLoader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IntakePagesTest {
    private final IntakePages pages = new IntakePages(
            StreamConfigLoader.load(
                    "test", "streams: {a: {schema_title: x}, '/^mediawiki/': {producers: {p: {enabled: true}}}}"),
            "dc1",
            "1.2.3");

    @Test
    void configuredStreamsAreShownAsWritten() {
        assertThat(new String(pages.streamConfigs(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"a\":{\"schema_title\":\"x\"},\"/^mediawiki/\":{\"producers\":{\"p\":{\"enabled\":true}}}}");
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
