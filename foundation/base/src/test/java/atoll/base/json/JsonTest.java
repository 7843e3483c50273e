package atoll.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    record Job(String type, int attempts, @Nullable Instant due, List<String> tags) {}

    record Pause(Duration length) {}

    @Test
    void writesAndReadsRecords() {
        Job job = new Job("refreshLinks", 2, Instant.parse("2026-01-02T03:04:05.678Z"), List.of("a", "ü"));

        byte[] json = Json.write(job);

        assertThat(text(json))
                .isEqualTo(
                        "{\"type\":\"refreshLinks\",\"attempts\":2,\"due\":\"2026-01-02T03:04:05.678Z\",\"tags\":[\"a\",\"ü\"]}");
        assertThat(Json.read(json, Job.class)).isEqualTo(job);
        assertThat(Json.read(Json.writePretty(job), Job.class)).isEqualTo(job);
        assertThat(text(Json.writePretty(job))).contains("\n");
    }

    @Test
    void durationsAreIsoText() {
        assertThat(text(Json.write(new Pause(Duration.ofMillis(1500))))).isEqualTo("{\"length\":\"PT1.5S\"}");
    }

    @Test
    void writesIntoAStreamAndLeavesItOpen() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        Json.write(List.of(1), stream);
        stream.write('\n');

        assertThat(stream.toString(StandardCharsets.UTF_8)).isEqualTo("[1]\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"a","attempts":1,"tags":[],"x":1}  | JSON does not fit at 'x'
                    {"type":"a","attempts":1,"tags":[]} {}     | JSON does not fit
                    {"type":"a","type":"b"}                    | not JSON
                    {"type":"a","attempts":"1","tags":[]}      | JSON does not fit at 'attempts'
                    {"type":"a","attempts":1.5,"tags":[]}      | JSON does not fit at 'attempts'
                    {"type":"a","attempts":null,"tags":[]}     | JSON does not fit at 'attempts'
                    {"type":7,"attempts":1,"tags":[]}          | JSON does not fit at 'type'
                    {"type":"a","attempts":1,"tags":[{}]}      | JSON does not fit at 'tags[0]'
                    {"type":                                   | not JSON
                    null                                       | JSON is 'null'
                    {'type':'a'}                               | not JSON
                    """)
    void refusesWhatIsNotExactlyTheRecord(String json, String message) {
        assertThatThrownBy(() -> Json.read(bytes(json), Job.class))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID))
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysWhereTheTextBreaks() {
        assertThatThrownBy(() -> Json.readTree(bytes("{\n  \"a\": tru\n}"))).hasMessageContaining("line 2");
    }

    @Test
    void refusesEmptyInput() {
        assertThatThrownBy(() -> Json.readTree(new byte[0])).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> Json.read(new byte[0], Job.class)).isInstanceOf(AtollException.class);
    }

    @Test
    void boundsDepthAndSize() {
        assertThatThrownBy(() -> Json.readTree(bytes("[".repeat(1000) + "]".repeat(1000))))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("depth");
        assertThatThrownBy(() -> Json.readTree(new byte[(16 << 20) + 1]))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
