package atoll.changeprop.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {
    private static final String RULE =
            "{topic: t, exclude_topics: [b, a], retry_limit: 1, exec: {uri: 'http://h/', headers: {a: '1'}, body: {x: '{{message.x}}'}}}";

    @Test
    void theBuiltInRuleRunsJobsAndNothingElse() {
        RuleSet rules = RuleSet.builtIn();
        assertThat(rules.matching("mediawiki.job.null")).extracting(Rule::name).containsExactly("mediawiki_jobs");
        assertThat(rules.matching("mediawiki.job.")).isEmpty();
        assertThat(rules.matching("mediawiki.recentchange")).isEmpty();
        assertThat(rules.matching("x.mediawiki.job.null")).isEmpty();
        assertThat(rules.policies())
                .singleElement()
                .satisfies(policy -> assertThat(policy.concurrency()).isEqualTo(4));
    }

    @Test
    void equalRulesHaveOneHash() {
        String otherSpelling = RULE.replace("[b, a]", "['a', \"b\"]").replace("limit: 1", "limit: '1'");
        assertThat(hash(RULE)).isEqualTo(hash(otherSpelling)).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic: t|topic: u",
                "[b, a]|[b]",
                "limit: 1|limit: 2",
                "http://h/|http://h/x",
                "a: '1'|a: '2'",
                "message.x|message.y",
                "retry_limit: 1|timeout: 1",
                "body: {x|body: {y",
            })
    void anyDifferenceChangesTheHash(String change) {
        String[] parts = change.split("\\|");
        assertThat(hash(RULE.replace(parts[0], parts[1]))).isNotEqualTo(hash(RULE));
    }

    @Test
    void twoRulesCannotHaveOneName() {
        assertThatThrownBy(() -> new RuleSet(List.of(Rule.mediaWikiJobs(), Rule.mediaWikiJobs())))
                .hasMessageContaining("mediawiki_jobs");
    }

    private static String hash(String rule) {
        return RuleFiles.load(List.of(new RuleFile("f", "r: " + rule))).hash();
    }
}
