package atoll.changeprop.rule.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final String EVENT =
            "{ \"meta\":{\"domain\":\"en.wiki\"}, \"t\":\"a b/ü\", \"n\":9223372036854775807, \"f\":1.10, \"no\":null, \"l\":[{\"x\":\"y\"}] }";
    private static final EventView VIEW = new EventView(EVENT.getBytes(UTF_8), "id-1", Instant.EPOCH);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "{{message.t}}|a b/ü",
                "{message.t}|a%20b%2F%C3%BC",
                "x{message.meta.domain}y|xen.wikiy",
                "<{{globals.message.n}}>|<9223372036854775807>",
                "<{{$.message.f}}>|<1.10>",
                "<{{message.none.deeper}}>|<>",
                "<{{message.no}}>|<>",
                "<{{message.l[0].x}}{{message.l.0.x}}>|<yy>",
                "<{{message.l[7].x}}>|<>",
                "{\"a\": {\"b\": \"{{message.t}}\"}}|{\"a\": {\"b\": \"a b/ü\"}}",
                "{ {{ {|{ {{ {",
                "{{ message.t }}|a b/ü",
                "{{message.meta.id}} {{message.meta.dt}}|id-1 1970-01-01T00:00:00Z",
                "<{{message.l}}>|<[{\"x\":\"y\"}]>",
            })
    void fillsText(String template, String expected) {
        assertThat(Template.parse(template).text(VIEW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{globals.message}}", "{{message}}", "{{$.message}}", "{{globals.message}}\n"})
    void theWholeEventIsItsUntouchedBytes(String template) {
        Template.Body body = Template.parse(template).body(VIEW);
        assertThat(body.bytes()).isEqualTo(EVENT.getBytes(UTF_8));
        assertThat(body.isJson()).isTrue();
    }

    @Test
    void aSoleExpressionKeepsItsTypeAndMapsWithoutValuesShrink() {
        Template.Body body = Template.parse(Map.of("a", List.of("{{message.n}}", "{{message.none}}", 5, true)))
                .body(VIEW);
        assertThat(new String(body.bytes(), UTF_8)).isEqualTo("{\"a\":[9223372036854775807,null,5,true]}");
        assertThat(new String(
                        Template.parse(Map.of("a", "{{message.none}}"))
                                .body(VIEW)
                                .bytes(),
                        UTF_8))
                .isEqualTo("{}");
        assertThat(Template.parse("{{message.none}}").body(VIEW).bytes()).isEmpty();
        assertThat(Template.parse("{{message.t}}").body(VIEW).isJson()).isFalse();
    }

    @Test
    void anEventThatIsNotJsonHasNoFieldsButItsBytes() {
        EventView garbage = new EventView("{broken".getBytes(UTF_8), "id", Instant.EPOCH);
        assertThat(Template.parse("<{{message.t}}>").text(garbage)).isEqualTo("<>");
        assertThat(Template.parse("{{message}}").body(garbage).bytes()).isEqualTo("{broken".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{message.a",
                "{message",
                "{{a}}",
                "{{message.}}",
                "{{message..a}}",
                "{message.a b}",
                "{{match.x}}",
                "{{default(message.a)}}",
                "{+message.a}",
                "{/message.a}",
                "{domain:x}",
                "{{message['a']}}",
            })
    void whatItCannotDoIsRefusedAtLoad(String template) {
        assertThatThrownBy(() -> Template.parse(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyBracesTakeNoMoreThanLinearTime() {
        String braces = "{".repeat(200_000) + "{{message.t}}" + "}".repeat(200_000);
        assertThat(Template.parse(braces).text(VIEW)).contains("{{{");
    }

    @Test
    void tooDeepIsRefused() {
        Object deep = "x";
        for (int i = 0; i < 100; i++) {
            deep = List.of(deep);
        }
        Object value = deep;
        assertThatThrownBy(() -> Template.parse(value)).hasMessageContaining("nested");
    }
}
