package atoll.changeprop.intake.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EventSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaCatalog BUNDLED = SchemaCatalog.bundled();

    private static EventSchema bundled(String uri) {
        return ((SchemaCatalog.Lookup.Found) BUNDLED.find(uri)).schema();
    }

    private static ObjectNode job() {
        return (ObjectNode) JSON.readTree("""
                {"$schema":"/mediawiki/job/1.0.0",
                 "meta":{"stream":"mediawiki.job.a","id":"1d02055b-1811-4b3b-8fc2-595095779a70",
                         "dt":"2026-11-22T17:56:22Z","domain":"w","uri":"https://w/","request_id":"r"},
                 "database":"w","type":"a","delay_until":"2026-11-22T17:56:22Z","sha1":"x",
                 "root_event":{"dt":"2026-11-22T17:56:22Z","signature":"s"},"params":{"a":[1]},
                 "page_namespace":0,"mediawiki_signature":"s"}""");
    }

    @Test
    void jobIsValid() {
        assertThat(bundled("/mediawiki/job/1.0.0").check(job())).isEqualTo(new Verdict.Valid(false));
        assertThat(bundled("/mediawiki/job/1.0.0").fullCheck(job())).isEqualTo(new Verdict.Valid(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/meta/stream",
                "/meta/id",
                "/meta/dt",
                "/meta/domain",
                "/meta/uri",
                "/meta/request_id",
                "/database",
                "/type",
                "/delay_until",
                "/sha1",
                "/root_event/dt",
                "/root_event/signature",
                "/params",
                "/page_namespace",
                "/mediawiki_signature"
            })
    void quickCheckAcceptsNothingThatTheFullOneRefuses(String field) {
        EventSchema schema = bundled("/mediawiki/job/1.0.0");
        String[] values = {
            "null",
            "7",
            "7.5",
            "7.0",
            "true",
            "\"\"",
            "\"x\"",
            "[]",
            "[1]",
            "{}",
            "\"2026-02-30T00:00:00Z\"",
            "\"2026-02-28T00:00:00Z\"",
            "\"2026-02-28T24:00:00Z\"",
            "\"2026-02-28T00:00:00.Z\"",
            "\"2026-02-28 00:00:00Z\"",
            "\"2026-04-31T00:00:00Z\"",
            "\"0000-04-30T00:00:00Z\"",
            "\"2026-04-30T00:00:00.123456789Z\"",
            "\"2026-04-30T00:00:60Z\"",
            "\"1D02055B-1811-4B3B-8fc2-595095779a70\"",
            "\"1d02055b-1811-4b3b-8fc2-595095779a7g\"",
            "\"1d02055b-1811-4b3b-8fc2-595095779a70\\n\"",
            "\"１d02055b-1811-4b3b-8fc2-595095779a70\"",
            "\"" + "x".repeat(9000) + "\""
        };
        int slash = field.lastIndexOf('/');
        for (String value : values) {
            ObjectNode event = job();
            ((ObjectNode) event.at(field.substring(0, slash))).set(field.substring(slash + 1), JSON.readTree(value));
            Verdict full = schema.fullCheck(event.deepCopy());
            Verdict both = schema.check(event.deepCopy());
            assertThat(both).as("%s = %s", field, value).isEqualTo(full);
        }
        ObjectNode without = job();
        ((ObjectNode) without.at(field.substring(0, slash))).remove(field.substring(slash + 1));
        assertThat(schema.check(without.deepCopy())).isEqualTo(schema.fullCheck(without));
    }

    @Test
    void quickCheckAcceptsNothingUnderAKeywordItDoesNotKnow() {
        JsonNode unknown = JSON.readTree("{\"type\":\"object\",\"oneOf\":[]}");
        assertThat(QuickCheck.compile(unknown)).isEqualTo(QuickCheck.NEVER);
        JsonNode nested = JSON.readTree("{\"properties\":{\"x\":{\"const\":1}}}");
        assertThat(QuickCheck.compile(nested).accepts(JSON.readTree("{\"x\":1}")))
                .isFalse();
        assertThat(QuickCheck.compile(nested).accepts(JSON.readTree("{\"y\":1}")))
                .isTrue();
    }

    @Test
    void quickCheckKnowsTheKeywordsOfJobs() {
        assertThat(bundled("/mediawiki/job/1.0.0").isQuicklyAccepted(job())).isTrue();
        ObjectNode event = job();
        event.put("type", 7);
        assertThat(bundled("/mediawiki/job/1.0.0").isQuicklyAccepted(event)).isFalse();
    }

    @Test
    void missingDirectoryIsNamed() {
        assertThatThrownBy(() -> SchemaCatalog.open(Path.of("no-such-directory")))
                .isInstanceOf(AtollException.class)
                .hasMessage("schema directory 'no-such-directory' does not exist");
    }

    @Test
    void violationsSayWhere() {
        ObjectNode event = job();
        event.remove("database");
        Verdict verdict = bundled("/mediawiki/job/1.0.0").check(event);
        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        assertThat(((Verdict.Invalid) verdict).violations().getFirst().toString())
                .contains("'/'")
                .contains("database");
    }

    @Test
    void emptyArrayIsReadAsObjectOnlyWhereAnObjectIsWanted() {
        ObjectNode event = job();
        event.putArray("params");
        assertThat(bundled("/mediawiki/job/1.0.0").check(event)).isEqualTo(new Verdict.Valid(true));
        ObjectNode other = job();
        other.putArray("sha1");
        assertThat(bundled("/mediawiki/job/1.0.0").check(other)).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void bundledDocumentServesAllVersionsOfItsMajor() {
        assertThat(BUNDLED.find("/mediawiki/page/change/1.11.0")).isInstanceOf(SchemaCatalog.Lookup.Found.class);
        assertThat(BUNDLED.find("/mediawiki/page/change/2.0.0")).isInstanceOf(SchemaCatalog.Lookup.Unknown.class);
    }

    @Test
    void directoryAddsSchemasOfDraft7And4AndWins(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("my/thing"));
        Files.createDirectories(directory.resolve("old"));
        Files.createDirectories(directory.resolve("resource_change"));
        Files.writeString(directory.resolve("my/thing/1.0.0.yaml"), """
                $id: /my/thing/1.0.0
                $schema: https://json-schema.org/draft-07/schema#
                title: my/thing
                type: object
                properties: {x: {type: integer, exclusiveMinimum: 3}}
                """);
        Files.writeString(directory.resolve("old/1.0.0.json"), """
                {"$schema":"http://json-schema.org/draft-04/schema#","title":"old","type":"object",
                 "properties":{"x":{"type":"integer","minimum":3,"exclusiveMinimum":true}}}""");
        Files.writeString(
                directory.resolve("resource_change/1.0.0.json"),
                "{\"title\":\"resource_change\",\"type\":\"object\",\"required\":[\"extra\"]}");
        SchemaCatalog catalog = SchemaCatalog.open(directory);
        for (String uri : new String[] {"/my/thing/1.0.0", "/old/1.0.0"}) {
            EventSchema schema = ((SchemaCatalog.Lookup.Found) catalog.find(uri)).schema();
            assertThat(schema.check((ObjectNode) JSON.readTree("{\"x\":4}"))).isEqualTo(new Verdict.Valid(false));
            assertThat(schema.check((ObjectNode) JSON.readTree("{\"x\":3}"))).isInstanceOf(Verdict.Invalid.class);
        }
        EventSchema own = ((SchemaCatalog.Lookup.Found) catalog.find("/resource_change/1.0.0")).schema();
        assertThat(own.check((ObjectNode) JSON.readTree("{}"))).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void brokenSchemasAreAllNamed(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("a"));
        Files.writeString(directory.resolve("a/1.0.0.json"), "{");
        Files.writeString(directory.resolve("a/2.0.0.json"), "{\"title\":\"b\"}");
        Files.writeString(directory.resolve("a/3.0.0.yaml"), "title: a\nproperties: {x: {$ref: 'http://x.example/y'}}");
        assertThatThrownBy(() -> SchemaCatalog.open(directory))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("a/1.0.0.json")
                .hasMessageContaining("a/2.0.0.json")
                .hasMessageContaining("refers to another document");
    }
}
