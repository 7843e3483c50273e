package atoll.changeprop.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhpJsonTest {

    @ParameterizedTest
    @CsvSource({
        "42, 42",
        "42.0, 42",
        "4.2e1, 42",
        "-1, -1",
        "0, 0",
        "-0, -0",
        "0.1, 0.1",
        "0.0001, 0.0001",
        "0.00001, 1.0e-5",
        "1E-7, 1.0e-7",
        "1.25e-9, 1.25e-9",
        "1e25, 1.0e+25",
        "1.5e300, 1.5e+300",
        "1e16, 10000000000000000",
        "1e17, 1.0e+17",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775808, 9.223372036854776e+18",
        "123456.789, 123456.789",
        "3.3333333333333335, 3.3333333333333335",
    })
    void numbersAreWrittenAsPhpWritesThem(String json, String expected) {
        assertThat(roundTrip("{\"n\":" + json + "}")).isEqualTo("{\"n\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{}} | {\"a\":[]}",
                "{\"a\":{\"0\":1,\"1\":2}} | {\"a\":[1,2]}",
                "{\"a\":{\"1\":1,\"0\":2}} | {\"a\":{\"1\":1,\"0\":2}}",
                "{\"a\":{\"00\":1}} | {\"a\":{\"00\":1}}",
                "{\"a\":1,\"b\":2,\"a\":3} | {\"a\":3,\"b\":2}",
                "{\"a\":\"\\/<&>'\"} | {\"a\":\"/<&>'\"}",
                "{\"a\":\"\\u00fc\\ud83d\\ude00\"} | {\"a\":\"ü😀\"}",
                "{\"a\":\"\\u2028\\u0000\\u001F\\u007f\\\"\\\\\"} | {\"a\":\"\\u2028\\u0000\\u001f\u007f\\\"\\\\\"}",
                "{\"a\":[true,false,null,[]]} | {\"a\":[true,false,null,[]]}",
                "{} | []",
            })
    void structureAndTextAreWrittenAsPhpWritesThem(String json, String expected) {
        assertThat(roundTrip(json)).isEqualTo(expected);
    }

    @Test
    void whatWasWrittenOnceIsWrittenTheSameAgain() {
        SplittableRandom random = new SplittableRandom(7);
        for (int run = 0; run < 500; run++) {
            String once = roundTrip("{\"k\":" + value(random, 4) + ",\"z\":1}");
            assertThat(roundTrip(once)).isEqualTo(once);
        }
    }

    private static String value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7FEF_FFFF_FFFF_FFFFL));
            case 2 ->
                "\"" + Character.toString(0x20 + random.nextInt(2) * 0x2000 + 0x100 + random.nextInt(0x400)) + "\\n\"";
            case 3 -> "null";
            case 4 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            default ->
                "{\"" + random.nextInt(3) + "\":" + value(random, depth - 1) + ",\"b\":" + value(random, depth - 1)
                        + "}";
        };
    }

    private static String roundTrip(String json) {
        Map<String, @Nullable Object> decoded = PhpJson.decodeObject(json.getBytes(UTF_8));
        if (decoded == null) {
            throw new AssertionError("unreadable: " + json);
        }
        return new String(PhpJson.encode(decoded), UTF_8);
    }
}
