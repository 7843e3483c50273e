package atoll.changeprop.rule.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.RuleFiles.Result;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import atoll.work.RulePolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.MissingNode;

class RuleFilesTest {

    @Test
    void readsAllKeysOfARule() {
        Rule rule = only("""
                refresh:
                  topics: [mediawiki.job.refreshLinks, '/^mediawiki\\.job\\.html/']
                  exclude_topics: [mediawiki.job.htmlX]
                  concurrency: '50'
                  retry_limit: 5
                  retry_delay: 1500
                  retry_factor: 1.5
                  retry_on: {status: ['5xx', 429]}
                  ignore: {status: [404]}
                  claim_ttl: 3600
                  root_claim_ttl: 604800
                  timeout: 90000
                  weights: {enwiki: 3}
                  exec:
                    method: post
                    uri: http://runner/run
                    headers: {host: '{{message.meta.domain}}'}
                    body: '{{globals.message}}'
                    timeout: 5000
                """);
        assertThat(rule.policy())
                .isEqualTo(new RulePolicy(
                        "refresh",
                        50,
                        5,
                        Duration.ofMillis(1500),
                        1.5,
                        Duration.ofSeconds(90),
                        Duration.ofHours(1),
                        Duration.ofDays(7),
                        List.of(new RulePolicy.Weight("enwiki", 3))));
        assertThat(rule.matches("mediawiki.job.refreshLinks")).isTrue();
        assertThat(rule.matches("mediawiki.job.htmlCacheUpdate")).isTrue();
        assertThat(rule.matches("mediawiki.job.htmlX")).isFalse();
        assertThat(rule.matches("mediawiki.job.refreshLinksX")).isFalse();
        assertThat(rule.retryOn().matches(599, _ -> MissingNode.getInstance())).isTrue();
        assertThat(rule.ignore().matches(412, _ -> MissingNode.getInstance())).isFalse();
        assertThat(rule.cases().getFirst().exec().getFirst()).isInstanceOfSatisfying(Exec.Http.class, exec -> {
            assertThat(exec.method()).isEqualTo("POST");
            assertThat(exec.timeout()).isEqualTo(Duration.ofSeconds(5));
        });
    }

    @Test
    void defaultsAreThoseOfChangePropagation() {
        Rule rule = only("r: {topic: t, exec: {uri: 'http://h/'}}");
        assertThat(rule.policy())
                .isEqualTo(new RulePolicy(
                        "r",
                        30,
                        2,
                        Duration.ofMinutes(1),
                        6,
                        Duration.ofMinutes(7),
                        Duration.ZERO,
                        Duration.ZERO,
                        List.of()));
        assertThat(rule.retryOn()).hasToString("50x");
        assertThat(rule.ignore()).hasToString("412");
    }

    @Test
    void weakness6RetryLimitZeroMeansNoRetry() {
        assertThat(only("r: {topic: t, retry_limit: 0, exec: mediawiki}")
                        .policy()
                        .retryLimit())
                .isZero();
        assertThat(only("r: {topic: t, retry_limit: '0', exec: mediawiki}")
                        .policy()
                        .retryLimit())
                .isZero();
    }

    @Test
    void findsRulesInsideAWholeConfiguration() {
        RuleSet rules = RuleFiles.load(List.of(new RuleFile("config.yaml", """
                num_workers: 0
                services:
                  - name: changeprop
                    conf:
                      spec:
                        x-modules:
                          - path: sys/kafka.js
                            options:
                              metadata_broker_list: localhost:9092
                              templates:
                                defaults: &defaults
                                  concurrency: 7
                                one:
                                  <<: *defaults
                                  topic: a
                                  exec: {uri: 'http://h/'}
                                two:
                                  topic: b
                                  exec: [mediawiki]
                """)));
        assertThat(rules.rules()).extracting(Rule::name).containsExactly("one", "two");
        assertThat(rules.rule("one").orElseThrow().policy().concurrency()).isEqualTo(7);
    }

    @Test
    void weakness12AllProblemsAreReportedAtOnce() {
        assertThat(problems("""
                        first:
                          topc: t
                          concurrency: many
                          retry_limit: -1
                          match: {a: b}
                          cases: []
                          retry_on: {status: [50y], body: x}
                          exec: {uri: /sys/purge/, method: fetch, boddy: x}
                        second:
                          topic: '/(?=x)/'
                          discard_canary_events: false
                          exec: {uri: 'http://user:pw@h/', body: '{{default(message.a, 1)}}', headers: {'a b': c}}
                        """))
                .containsExactlyInAnyOrder(
                        "rules.yaml: rule 'first': topc is 't': unknown key; did you mean 'topic'?",
                        "rules.yaml: rule 'first': match: not supported yet: rule 'first' key 'match'",
                        "rules.yaml: rule 'first': cases: not supported yet: rule 'first' key 'cases'",
                        "rules.yaml: rule 'first': topic: is missing: give a name, /an expression/, or a list of them in 'topics'",
                        "rules.yaml: rule 'first': concurrency is 'many': must be a whole number from 1 to 10000",
                        "rules.yaml: rule 'first': retry_limit is '-1': must be a whole number from 0 to 1000",
                        "rules.yaml: rule 'first': retry_on.body is 'x': not supported yet: only 'status' is",
                        "rules.yaml: rule 'first': retry_on.status is '50y': is not a status (examples: 412, 50x)",
                        "rules.yaml: rule 'first': boddy is 'x': unknown key; did you mean 'body'?",
                        "rules.yaml: rule 'first': exec.method is 'fetch': must be one of [DELETE, GET, HEAD, OPTIONS, PATCH, POST, PURGE, PUT]",
                        "rules.yaml: rule 'first': exec.uri is '/sys/purge/': not supported yet: calls of the original's own modules; give a URL with http:// or https://",
                        "rules.yaml: rule 'second': topic is '/(?=x)/': lookahead '(?=…)' cannot be searched in linear time: use 'match_not', or an earlier one of 'cases'",
                        "rules.yaml: rule 'second': discard_canary_events is 'false': not supported yet: canary events never match a rule (must be true)",
                        "rules.yaml: rule 'second': exec.uri is 'http://user:pw@h/': must not contain a user name or password; send a header instead",
                        "rules.yaml: rule 'second': exec.headers is 'a b': is not the name of a header",
                        "rules.yaml: rule 'second': exec.body is '{{default(message.a, 1)}}': not supported yet: expression 'default(message.a, 1)' (supported: message.a.b)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text",
                "[1, 2]",
                "a: 1",
                "r: {topic: t}",
                "r: {topic: t, exec: []}",
                "r: {exec: mediawiki}",
                "r: {topic: [], exec: mediawiki}",
                "r: {topic: '', exec: mediawiki}",
                "r: {topic: '/x', exec: mediawiki}",
                "r: {topic: t, exec: {method: get}}",
                "r: {topic: t, exec: 5}",
                "a: [",
                "a: 1\na: 2",
                "r: {topic: t, exec: {uri: 'http://h/{message.a'}}",
                "r: {topic: t, exec: {uri: 'gopher://h/'}}",
                "r: {topic: {a: b}, exec: mediawiki}",
                "r: {topic: t, concurrency: 1.5, exec: mediawiki}",
                "r: {topic: t, retry_on: [500], exec: mediawiki}",
                "r: {topic: t, limiters: {x: y}, exec: mediawiki}",
            })
    void whatIsNotARuleFileIsRefusedWithAReason(String yaml) {
        assertThat(problems(yaml))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith("rules.yaml: "));
        assertThatThrownBy(() -> RuleFiles.load(List.of(new RuleFile("rules.yaml", yaml))))
                .isInstanceOf(AtollException.class);
    }

    @Test
    void oneNameInTwoFilesIsAProblem() {
        String rule = "r: {topic: t, exec: mediawiki}";
        assertThatThrownBy(() -> RuleFiles.load(List.of(new RuleFile("a.yaml", rule), new RuleFile("b.yaml", rule))))
                .hasMessage("b.yaml: rule 'r': a rule of this name is already in a.yaml; rename one");
    }

    @Test
    void keysWithoutEffectAreNotedNotRefused() {
        Result result = RuleFiles.read(List.of(new RuleFile(
                "rules.yaml",
                "r: {topic: t, batch_size: 10, enable_blacklist: true, reenqueue_delay: 20, exec: mediawiki}")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Loaded.class,
                        loaded -> assertThat(loaded.notes()).hasSize(3));
    }

    private static List<String> problems(String yaml) {
        return switch (RuleFiles.read(List.of(new RuleFile("rules.yaml", yaml)))) {
            case Result.Loaded loaded -> throw new AssertionError("loaded " + loaded);
            case Result.Refused refused ->
                refused.problems().stream().map(Problem::toString).toList();
        };
    }

    private static Rule only(String yaml) {
        return RuleFiles.load(List.of(new RuleFile("rules.yaml", yaml))).rules().getFirst();
    }
}
