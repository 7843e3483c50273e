package atoll.changeprop.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.file.RuleFiles.Inspection;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleCheckTest {
    private static Inspection inspect(String text) {
        return RuleFiles.inspect(List.of(new RuleFile("f", text)), Grants.ANY, new KnownStreams(List.of("mine")));
    }

    private static List<String> doubts(String rest) {
        return inspect("r: {topic: mine, exec: mediawiki, " + rest + "}").doubts().stream()
                .map(Problem::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: {a: 1}, match_not: {a: 1}",
                "match: {a: 1, b: 2}, match_not: {a: 1}",
                "match: {a: 1, b: 2}, match_not: [{c: 3}, {b: 2}]",
                "match: {a: abc}, match_not: {a: /b/}",
                "match: {a: {b: {c: d}}}, match_not: {a: {b: {c: /D/i}}}",
                "match: {a: undefined}, match_not: {a: undefined}",
                "match: {a: [x, y, z]}, match_not: {a: [z, /x/]}",
                "match: {a: /x/}, match_not: {a: /x/}",
            })
    void aRuleThatTakesOutAllItLetsInIsTold(String rest) {
        assertThat(doubts(rest))
                .containsExactly("f line 1: rule 'r': match_not: takes out all that 'match' lets in, so this is never"
                        + " reached");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match: {a: 1}, match_not: {a: 2}",
                "match: {a: 1}, match_not: {a: 1, b: 2}",
                "match: {a: /b/}, match_not: {a: b}",
                "match: {a: abc}, match_not: {a: /d/}",
                "match: {a: 1}, match_not: {a: '1'}",
                "match: {a: [x]}, match_not: {a: [x, y]}",
                "match: {a: 5}, match_not: {a: /5/}",
                "match_not: {a: 1}",
                "match: {meta: {domain: canary}}, discard_canary_events: false",
                "match: {meta: {domain: canary2}}",
            })
    void aRuleThatLetsSomethingThroughIsNot(String rest) {
        assertThat(doubts(rest)).isEmpty();
    }

    @Test
    void aCaseIsLookedAtAsARuleIs() {
        assertThat(doubts("cases: [{match: {a: 1}, match_not: {a: 1}, exec: mediawiki}, {match: {b: 1}, exec:"
                        + " mediawiki}]"))
                .hasSize(1)
                .first()
                .asString()
                .contains("cases[0].match_not: takes out");
    }

    @Test
    void aRuleForCanariesThatDiscardsThemIsTold() {
        assertThat(doubts("match: {meta: {domain: canary}, a: 1}"))
                .hasSize(1)
                .first()
                .asString()
                .contains("events of the domain 'canary' are discarded");
    }

    @Test
    void doubtsAreToldOfRulesWithProblemsAsFarAsTheyCanBeRead() {
        Inspection found = inspect("""
            r:
              topic: resource_chnge
              retries: 3
              cases:
                - match: {a: '/(?=x)/'}
                  exec: {uri: 'http://h/{match.b}'}
                - match: {}
                  exec: {uri: 'http://h/{match.c}'}
                - match: {d: 1}
                  exec: {uri: 'ftp://h/'}
            """);
        assertThat(found.all())
                .extracting(problem -> problem.line() + " " + problem.key())
                .containsExactly(
                        "2 topic",
                        "3 retries",
                        "5 cases[0].match.a",
                        "8 cases[1].exec",
                        "9 cases[2].match",
                        "10 cases[2].exec.uri");
        assertThat(found.doubts())
                .extracting(Problem::key)
                .as("nothing is said of the match that could not be read")
                .containsExactly("topic", "cases[1].exec", "cases[2].match");
        assertThat(found.rules().rules()).isEmpty();
    }
}
