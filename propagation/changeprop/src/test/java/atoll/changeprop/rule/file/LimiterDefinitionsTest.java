package atoll.changeprop.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.work.Limiter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class LimiterDefinitionsTest {
    private static final String RULE = "r: {topic: t, limiters: {failures: '{message.meta.uri}'}, exec: mediawiki}\n";

    private static List<Limiter> limiters(String yaml) {
        return RuleFiles.load(List.of(new RuleFile("f", yaml)))
                .rule("r")
                .orElseThrow()
                .policy()
                .limiters();
    }

    private static List<String> problems(String... files) {
        List<RuleFile> read = IntStream.range(0, files.length)
                .mapToObj(i -> new RuleFile("f" + i, files[i]))
                .toList();
        return switch (RuleFiles.read(read)) {
            case RuleFiles.Result.Loaded _ -> List.of();
            case RuleFiles.Result.Refused(var problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }

    @Test
    void aLimiterHasOneWindowOrSeveralAndNumbersMayBeQuoted() {
        assertThat(limiters(RULE + "limiters: {failures: {interval: '60', limit: 3, precision: 5}}"))
                .containsExactly(new Limiter(
                        "failures", List.of(new Limiter.Window(Duration.ofMinutes(1), 3, Duration.ofSeconds(5)))));
        assertThat(limiters(RULE + "limiters: {failures: [{interval: 60, limit: 3}, {interval: 86400, limit: 50}]}"))
                .singleElement()
                .extracting(Limiter::windows)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    @Test
    void definitionsMayStandInAnotherFileAndInsideAWholeConfiguration() {
        assertThat(problems(
                        RULE,
                        "services: [{options: {limiters: {failures: {interval: 60, limit: 3}}}}]\n"
                                + "other: {topic: t, exec: mediawiki}"))
                .isEmpty();
    }

    @Test
    void definitionsBesideTheRulesOfAModuleAreNoUnknownOption() {
        String text = "limiters: {failures: {interval: 60, limit: 3}}\ntemplates:\n  " + RULE;
        assertThat(RuleFiles.read(List.of(new RuleFile("f", text))))
                .isInstanceOfSatisfying(
                        RuleFiles.Result.Loaded.class,
                        loaded -> assertThat(loaded.notes()).isEmpty());
    }

    @Test
    void aLimiterThatIsNotDefinedIsAProblemThatNamesTheOthers() {
        assertThat(problems(RULE + "limiters: {failure: {interval: 60, limit: 3}}"))
                .singleElement()
                .asString()
                .startsWith("f0")
                .endsWith("rule 'r': limiters is 'failures': no limiter of this name is defined "
                        + "(there is 'failure'); define it in a map 'limiters' beside the rules");
    }

    @Test
    void allProblemsOfDefinitionsAreFound() {
        assertThat(problems(RULE + "limiters: {failures: {limit: 0, burst: 1}, b: 7, c: [], "
                        + "d: {interval: 10, limit: 1, precision: 20}}"))
                .hasSizeGreaterThanOrEqualTo(6)
                .anySatisfy(
                        line -> assertThat(line).contains("failures.interval").contains("is missing"))
                .anySatisfy(line -> assertThat(line).contains("failures.burst"))
                .anySatisfy(line -> assertThat(line).contains("limiters.b is '7'"))
                .anySatisfy(line -> assertThat(line).contains("limiters.c"))
                .anySatisfy(line -> assertThat(line).contains("limiters.d").contains("precision"));
    }

    @Test
    void anotherLimitIsAnotherRuleSet() {
        RuleSet three =
                RuleFiles.load(List.of(new RuleFile("f", RULE + "limiters: {failures: {interval: 60, limit: 3}}")));
        RuleSet four =
                RuleFiles.load(List.of(new RuleFile("f", RULE + "limiters: {failures: {interval: 60, limit: 4}}")));
        assertThat(three.hash()).isNotEqualTo(four.hash());
    }
}
