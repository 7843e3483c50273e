package atoll.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

class JsonTroubleTest {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(8)
                            .maxNestingDepth(3)
                            .build())
                    .build())
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "[1,2,3,4,5,6,7,8] | Token count (9) exceeds the maximum allowed (8)",
                "[[[[ | Document nesting depth (4) exceeds the maximum allowed (3)",
                "[NaN] | Non-standard token 'NaN'",
                "[+1] | JSON spec does not allow numbers to have plus signs",
                "[0x1F] | Unexpected character ('x' (code 120))",
                "/* c */ 1 | Unexpected character ('/' (code 47))",
                "# c | Unexpected character ('#' (code 35))",
                "{\"a\":tru} | Unrecognized token 'tru'",
            })
    void saysWhatIsWrongAndNothingOfTheParser(String json, String wanted) {
        JacksonException failure = catchThrowableOfType(JacksonException.class, () -> MAPPER.readTree(json));
        assertThat(JsonTrouble.text(failure))
                .contains(wanted)
                .doesNotContain("`")
                .doesNotContain("Feature")
                .doesNotContain("Constraints");
    }
}
