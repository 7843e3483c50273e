package atoll.changeprop.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WikiMapTest {

    @Test
    void findsAWikiByIdAndFallsBackToTheStandard() {
        WikiMap map = new WikiMap(Map.of("enwiki", WikiMap.Wiki.at("http://en/")), WikiMap.Wiki.at("http://all"));
        assertThat(map.find("enwiki").orElseThrow().base()).hasToString("http://en");
        assertThat(map.find("dewiki").orElseThrow().base()).hasToString("http://all");
        assertThat(map.hosts()).containsExactlyInAnyOrder("en", "all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "ftp://x/",
                "http://",
                "http://user:pw@x/",
                "http://x/?a=b",
                "http://x/#f",
                "http://a b/"
            })
    void refusesWhatIsNotAWikisUrl(String url) {
        assertThatThrownBy(() -> WikiMap.Wiki.at(url))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("'" + url + "'");
    }

    @Test
    void theGateHoldsBackOnlyRulesThatCallAWikiNobodyConfigured() {
        RuleSet rules = RuleFiles.load(List.of(new RuleFile(
                "r.yaml", "jobs: {topic: /^mediawiki/, exec: mediawiki}\nhook: {topic: t, exec: {uri: 'http://h/'}}")));
        WikiGate gate = new WikiGate("enwiki"::equals, () -> rules);
        assertThat(gate.closed("jobs", "null", "enwiki")).isEmpty();
        assertThat(gate.closed("hook", "null", "dewiki")).isEmpty();
        assertThat(gate.closed("jobs", "null", "dewiki"))
                .contains("no URL is configured for wiki 'dewiki'; add it under wikis:");
    }
}
