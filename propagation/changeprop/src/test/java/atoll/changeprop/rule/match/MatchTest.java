package atoll.changeprop.rule.match;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MatchTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String EVENT = "{'meta':{'domain':'en.wiki','uri':'https://en.wiki/wiki/A_b?x'},"
            + "'n':1,'f':1.0,'big':12345678901234567890,'t':true,'s':'1','no':null,'o':{},'tags':['a','b2',{'k':'v'},7],"
            + "'deep':{'a':{'b':{'c':'d'}}}}";
    private static final JsonNode NODE = JSON.readTree(json(EVENT));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}",
                "{'meta':{'domain':'en.wiki'}}",
                "{'meta':{'domain':'/^en/','uri':'/wiki/'}}",
                "{'n':1}",
                "{'n':1.0}",
                "{'f':1}",
                "{'big':12345678901234567890}",
                "{'t':true}",
                "{'s':'1'}",
                "{'no':null}",
                "{'gone':'undefined'}",
                "{'meta':{'gone':'undefined'}}",
                "{'tags':[]}",
                "{'tags':['a']}",
                "{'tags':['/^b/',7]}",
                "{'tags':[{'k':'v'}]}",
                "{'tags':[{'k':'/v/'},'a']}",
                "{'deep':{'a':{'b':{'c':'d'}}}}",
            })
    void matches(String pattern) {
        Match match = match(pattern);
        assertThat(match.test(NODE)).isTrue();
        assertThat(match.test(Pruned.of(List.of(match)).read(json(EVENT).getBytes(UTF_8))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'meta':{'domain':'en'}}",
                "{'meta':{'domain':'/^en/','uri':'/none/'}}",
                "{'n':'1'}",
                "{'s':1}",
                "{'n':2}",
                "{'n':'/1/'}",
                "{'t':false}",
                "{'t':'true'}",
                "{'no':'undefined'}",
                "{'o':'undefined'}",
                "{'gone':null}",
                "{'gone':{'x':'undefined'}}",
                "{'n':{'x':'undefined'}}",
                "{'tags':['c']}",
                "{'tags':'a'}",
                "{'meta':['en.wiki']}",
                "{'tags':[{'k':'w'}]}",
                "{'deep':{'a':{'b':'d'}}}",
            })
    void doesNotMatch(String pattern) {
        Match match = match(pattern);
        assertThat(match.test(NODE)).isFalse();
        assertThat(match.test(Pruned.of(List.of(match)).read(json(EVENT).getBytes(UTF_8))))
                .isFalse();
    }

    @Test
    void capturesLiteralsAndGroups() {
        Match match = match("{'n':1,'gone':'undefined','tags':['/b(.)/'],"
                + "'meta':{'domain':'/^(\\\\w+)\\\\./','uri':'/\\\\/wiki\\\\/(?<title>[^?]+)/'}}");
        assertThat(match.captures(NODE))
                .hasToString(json("{'n':1,'tags':[['b2','2']],'meta':{'domain':['en.','en'],'uri':{'title':'A_b'}}}"));
    }

    @Test
    void readsOnlyWhatIsAskedFor() {
        Pruned pruned = Pruned.of(List.of(match("{'meta':{'domain':'x'}}"), match("{'tags':['x']}"), match("{'o':1}")));
        assertThat(pruned.read(json(EVENT).getBytes(UTF_8)))
                .hasToString(json("{'meta':{'domain':'en.wiki'},'o':{},'tags':['a','b2',{'k':'v'},7]}"));
        assertThat(pruned.read("nonsense".getBytes(UTF_8)).isMissingNode()).isTrue();
        assertThat(Pruned.of(List.of(Match.Fields.ALL)).isNothing()).isTrue();
    }

    @Test
    void problemsNameTheirPlace() {
        List<String> problems = new ArrayList<>();
        new MatchParser((path, _, allowed) -> problems.add(path + ": " + allowed))
                .parse(Map.of("a", Map.of("b", List.of("x", "/(/"))));
        assertThat(problems).containsExactly("a.b[1]: '(' at character 1 is not closed");
    }

    private static Match match(String pattern) {
        return new MatchParser((path, value, allowed) -> {
                    throw new AssertionError(path + " " + value + " " + allowed);
                })
                .parse(JSON.readValue(json(pattern), Map.class));
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
