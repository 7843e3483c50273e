package atoll.changeprop.intake;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.id.Randomness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderPropertyTest {
    private static final int RUNS = 400;
    private final EventReader reader = new EventReader(IntakeLimits.DEFAULTS);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void slicesAreTheElementsByteForByte(long seed) {
        RandomJson random = new RandomJson(Randomness.seeded(seed));
        for (int run = 0; run < RUNS; run++) {
            List<String> elements = new ArrayList<>();
            StringBuilder body = new StringBuilder(random.space() + "[" + random.space());
            long count = random.below(6);
            for (int i = 0; i < count; i++) {
                elements.add(random.value(4));
                body.append(i == 0 ? "" : "," + random.space())
                        .append(elements.getLast())
                        .append(random.space());
            }
            body.append(']').append(random.space());
            List<String> slices = new ArrayList<>();
            reader.read(body.toString().getBytes(StandardCharsets.UTF_8), (bytes, event) -> {
                slices.add(new String(bytes, StandardCharsets.UTF_8));
                assertThat(event).isEqualTo(IntakeFixture.JSON.readTree(bytes));
            });
            assertThat(slices).as("seed %d run %d: %s", seed, run, body).isEqualTo(elements);
        }
    }

    /// Writes random JSON with random white space and escapes.
    private record RandomJson(Randomness random) {
        private static final String[] SPACES = {"", "", " ", "\n", "\t ", "\r\n  "};
        private static final String[] PIECES = {
            "a",
            "é",
            "漢",
            "😀",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\u2028",
            "\\/",
            "\\\"",
            "\\\\",
            "\\n",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\\u0000",
            " ",
            "\u2028"
        };
        private static final String[] SCALARS = {
            "0", "-0", "1.50", "1e+25", "9223372036854775807", "123456789012345678901234567890", "true", "false", "null"
        };

        long below(long bound) {
            return random.nextLong(bound);
        }

        String space() {
            return SPACES[(int) below(SPACES.length)];
        }

        String string() {
            StringBuilder text = new StringBuilder("\"");
            long pieces = below(5);
            for (int i = 0; i < pieces; i++) {
                text.append(PIECES[(int) below(PIECES.length)]);
            }
            return text.append('"').toString();
        }

        String value(int depth) {
            long kind = below(depth == 0 ? 2 : 5);
            if (kind == 0) {
                return SCALARS[(int) below(SCALARS.length)];
            }
            return kind == 1 ? string() : container(depth, kind != 2);
        }

        private String container(int depth, boolean object) {
            StringBuilder text = new StringBuilder((object ? "{" : "[") + space());
            long size = below(4);
            for (int i = 0; i < size; i++) {
                text.append(i == 0 ? "" : "," + space());
                text.append(object ? string() + space() + ":" + space() : "");
                text.append(value(depth - 1)).append(space());
            }
            return text.append(object ? "}" : "]").toString();
        }
    }
}
