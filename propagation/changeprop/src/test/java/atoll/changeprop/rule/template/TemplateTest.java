package atoll.changeprop.rule.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TemplateTest {
    private static final String EVENT =
            "{ \"meta\":{\"domain\":\"en.wiki\"}, \"t\":\"a b/ü\", \"n\":9223372036854775807, \"f\":1.10, \"no\":null, \"l\":[{\"x\":\"y\"}] }";
    private static final String MORE = EVENT.replace(
            "\"t\":",
            "\"map\":{\"a\":1,\"b\":2,\"k\":\"found\"},\"key\":\"k\",\"list\":[0,\"meta\"],\"empty\":\"\",\"zero\":0,"
                    + "\"falsy\":false,\"when\":\"2026-11-22T17:00:00Z\",\"t\":");
    private static final EventView CAPTURED = new EventView(MORE.getBytes(UTF_8), "id-1", Instant.EPOCH)
            .with(new JsonMapper().readTree("{\"meta\":{\"title\":\"T\"},\"uri\":[\"whole\",\"1\"]}"));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/{domain:en.wiki}/{+message.t}|/en.wiki/a b/ü",
                "http://h{/message.t}{/message.none}/x|http://h/a%20b%2F%C3%BC/x",
                "/{api:sys}/links/transcludes/{message.n}|/sys/links/transcludes/9223372036854775807",
                "{{message['meta']['domain']}}|en.wiki",
                "{{message.map[message.key]}}|found",
                "{{message[message.list[1]].domain}}|en.wiki",
                "<{{match.meta.title}}{{globals.match.meta.title}}{{$.match.uri[1]}}>|<TT1>",
                "<{{match.none.title}}>|<>",
                "{{default(message.none, message.t)}}|a b/ü",
                "{{$$.default(message.no, 'x')}}|x",
                "{{default(message.empty, \"x\")}} {{default(message.zero, 'y')}} {{default(message.falsy, 'z')}}|x y z",
                "{{default(message.l, 'x')}}|[{\"x\":\"y\"}]",
                "{{decode('a%20b%C3%BC')}} {{decode('50%')}}|a bü 50%",
                "{{date(message.when, 'iso')}}|2026-11-22T17:00:00.000Z",
                "{{date(message.when, 'rfc822')}}|Sun, 22 Nov 2026 17:00:00 GMT",
                "{{date(message.when)}}|2026-11-22T17:00:00.000Z",
                "<{{date('no date', 'iso')}}>|<>",
                "{{date(date(message.when, 'timeuuid'), 'iso')}}|2026-11-22T17:00:00.000Z",
                "{{date(0, 'iso')}} {{date()}}|1970-01-01T00:00:00.000Z 1970-01-01T00:00:00.000Z",
                "{{strip(message.map, 'a')}}|{\"b\":2,\"k\":\"found\"}",
                "{{strip(message.map, ['a', 'k'])}}|{\"b\":2}",
                "{{filter(message.map, ['a'])}}|{\"a\":1}",
                "{{merge({a: 5, c: message.n}, message.map)}}|{\"a\":5,\"c\":9223372036854775807,\"b\":2,\"k\":\"found\"}",
                "{{ {'a': [1, true, null, message.none]} }}|{\"a\":[1,true,null,null]}",
                "{{message.meta.domain.length}}|``",
            })
    void speaksTheWholeLanguage(String template, String expected) {
        assertThat(Template.parse(template).text(CAPTURED)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'2026-13-01T00:00:00Z'", "'soon'", "message.t", "message.no", "true", "1e30"})
    void defect17AnInvalidDateIsAbsentNeverAWrongOne(String time) {
        assertThat(Template.parse("<{{date(" + time + ", 'iso')}}>").text(VIEW)).isEqualTo("<>");
    }

    @Test
    void timeIdsAreTheSameForEveryAttempt() {
        String id = Template.parse("{{timeuuid()}}").text(VIEW);
        assertThat(id)
                .isEqualTo(Template.parse("{{timeuuid()}}").text(VIEW))
                .isEqualTo(Template.parse("{{date(0, 'timeuuid')}}").text(VIEW));
        assertThat(UUID.fromString(id).version()).isEqualTo(1);
        EventView other = new EventView(EVENT.getBytes(UTF_8), "id-2", Instant.EPOCH);
        assertThat(Template.parse("{{timeuuid()}}").text(other)).isNotEqualTo(id);
    }

    @Test
    void saysWhichCapturesItAsksFor() {
        Template template = Template.parse(Map.of("a", "x{match.meta.uri.title}{{default(match.b, match.c[1])}}"));
        assertThat(template.captures())
                .containsExactlyInAnyOrder(List.of("meta", "uri", "title"), List.of("b"), List.of("c", "1"));
    }

    @Test
    void whatItMakesIsBounded() {
        String whole = "{{message.t}}".repeat(20_000);
        EventView large =
                new EventView(("{\"t\":\"" + "x".repeat(10_000) + "\"}").getBytes(UTF_8), "id", Instant.EPOCH);
        Template text = Template.parse(whole);
        Template tree = Template.parse(Collections.nCopies(20_000, "{{message.t}}"));
        assertThatThrownBy(() -> text.text(large)).isInstanceOf(AtollException.class);
        assertThatThrownBy(() -> tree.body(large)).isInstanceOf(AtollException.class);
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
                "{{default(message.a)}}",
                "{{defualt(message.a, 1)}}",
                "{{merge(message)}}",
                "{{timeuuid(1)}}",
                "{{message[}}",
                "{{default(message.a, 'x)}}",
                "{{options.uri}}",
                "{{globals}}",
                "{{globals.uri}}",
                "{+a}",
                "{/b}",
                "{message.a",
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
