package atoll.changeprop.rule.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.changeprop.rule.Case;
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
    void defect06RetryLimitZeroMeansNoRetry() {
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
    void defect12AllProblemsAreReportedAtOnce() {
        assertThat(problems("""
                first:
                  topc: t
                  concurrency: many
                  retry_limit: -1
                  match: {a: '/(?=x)/', b: {c: '/(a{1000}){1000}/'}, d: '/(x)\\1/'}
                  match_not: [5]
                  retry_on: {status: [50y], reason: x}
                  limiters: {x: '{{message.}}'}
                  blacklist: {en.wiki: ['/(/']}
                  sample: {rate: 2}
                  exec: {uri: /sys/ores/, method: fetch, boddy: x}
                second:
                  topic: '/(?!x)/'
                  discard_canary_events: maybe
                  cases:
                    - match: 5
                      excec: {}
                    - exec: {uri: 'http://user:pw@h/', body: '{{defualt(message.a, 1)}}', headers: {'a b': c}}
                """))
                .containsExactlyInAnyOrder(
                        "rules.yaml line 2: rule 'first': topc is 't': unknown key; did you mean 'topic'?",
                        "rules.yaml line 2: rule 'first': topic: is missing: give a name, /an expression/, or a list of them in 'topics'",
                        "rules.yaml line 3: rule 'first': concurrency is 'many': must be a whole number from 1 to 10000",
                        "rules.yaml line 4: rule 'first': retry_limit is '-1': must be a whole number from 0 to 1000",
                        "rules.yaml line 5: rule 'first': match.a is '/(?=x)/': lookahead '(?=…)' cannot be searched in linear time: use 'match_not', or an earlier one of 'cases'",
                        "rules.yaml line 5: rule 'first': match.b.c is '/(a{1000}){1000}/': the expression would need a program of more than 2000 steps: repeat less often",
                        "rules.yaml line 5: rule 'first': match.d is '/(x)\\1/': back-reference '\\1' cannot be searched in linear time: write the text out",
                        "rules.yaml line 6: rule 'first': match_not: must be a map of properties to what they must not look like, or a list",
                        "rules.yaml line 7: rule 'first': retry_on.status is '50y': is not a status (examples: 412, 50x)",
                        "rules.yaml line 7: rule 'first': retry_on.reason is 'x': is no part of an answer (there are: status, body, headers)",
                        "rules.yaml line 8: rule 'first': limiters.x is '{{message.}}': '}}' is not an expression (examples: message.meta.uri, message.params.pages[0])",
                        "rules.yaml line 9: rule 'first': blacklist.en.wiki is '/(/': '(' at character 1 is not closed",
                        "rules.yaml line 10: rule 'first': sample.rate is '2': must be a number from 0.01 to 1",
                        "rules.yaml line 10: rule 'first': sample.hash_template: is missing: events with the same text are taken or left together",
                        "rules.yaml line 11: rule 'first': exec.boddy is 'x': unknown key; did you mean 'body'?",
                        "rules.yaml line 11: rule 'first': exec.method is 'fetch': must be one of [DELETE, GET, HEAD, OPTIONS, PATCH, POST, PURGE, PUT]",
                        "rules.yaml line 11: rule 'first': exec.uri is '/sys/ores/': calls the module 'ores', which Atoll does not have; call the service's URL",
                        "rules.yaml line 13: rule 'second': topic is '/(?!x)/': lookahead '(?!…)' cannot be searched in linear time: use 'match_not', or an earlier one of 'cases'",
                        "rules.yaml line 14: rule 'second': discard_canary_events is 'maybe': must be true or false",
                        "rules.yaml line 16: rule 'second': cases[0].match is '5': must be a map of properties to what they look like",
                        "rules.yaml line 17: rule 'second': cases[0].excec is '{}': unknown key; did you mean 'exec'?",
                        "rules.yaml line 18: rule 'second': cases[1].exec.uri is 'http://user:pw@h/': must not contain a user name or password; send a header instead",
                        "rules.yaml line 18: rule 'second': cases[1].exec.headers.a b: is not the name of a header",
                        "rules.yaml line 18: rule 'second': cases[1].exec.body is '{{defualt(message.a, 1)}}': there is no function 'defualt' (there are: default, merge, strip, filter, date, timeuuid, decode)");
    }

    @Test
    void readsTheWholeLanguage() {
        Rule rule = only("""
                limiters: {uri: {interval: 60, limit: 5}, domain: {interval: 60, limit: 5}}
                whole:
                  topics: [a, '/^b/']
                  match_not: {meta: {domain: /^test/}}
                  sample: {rate: '0.5', hash_template: '{{message.meta.uri}}'}
                  limiters: {uri: '{message.meta.uri}', domain: '{message.meta.domain}'}
                  blacklist: {en.wiki: ['User:A', '/Sandbox/']}
                  discard_canary_events: false
                  retry_on: {status: 50x, body: [{code: busy, a: 1.0}, down]}
                  ignore: {headers: {x: y}}
                  cases:
                    - match: {meta: {uri: '/wiki\\/(?<title>.+)$/'}, n: 1, tags: [x, /^y/], gone: undefined}
                      match_not: [{a: 1}, {b: '2'}]
                      exec:
                        - {uri: 'http://h/{match.meta.uri.title}', query: {a: '{{message.n}}', b: '{{message.gone}}'}}
                        - mediawiki
                    - sample: {rate: 0.01, hash_template: x}
                """);
        assertThat(rule.limiters()).containsOnlyKeys("uri", "domain");
        assertThat(rule.discardsCanaries()).isFalse();
        assertThat(rule.excludes().byDomain().get("en.wiki")).hasSize(2);
        assertThat(rule.retryOn()).hasToString("50x {body=[{\"a\":1,\"code\":\"busy\"}, \"down\"]}");
        assertThat(rule.ignore().status()).isNull();
        assertThat(rule.cases()).hasSize(2);
        Case first = rule.cases().getFirst();
        assertThat(first.match())
                .hasToString(
                        "{\"meta\": {\"uri\": /wiki\\/(?<title>.+)$/}, \"n\": 1, \"tags\": [\"x\", /^y/], \"gone\": undefined}");
        assertThat(first.matchNot()).extracting(Object::toString).containsExactly("{\"a\": 1}", "{\"b\": \"2\"}");
        assertThat(first.exec()).hasSize(2);
        assertThat(first.sample())
                .isNotNull()
                .satisfies(sample -> assertThat(sample.percent()).isEqualTo(50));
        assertThat(rule.cases().getLast().sample())
                .satisfies(sample -> assertThat(sample.percent()).isEqualTo(1));
    }

    @Test
    void optionsBesideTheRulesAreTheirDefaults() {
        RuleSet rules = RuleFiles.load(List.of(new RuleFile("config.yaml", """
                spec: &spec
                  paths:
                    /{api:sys}/queue:
                      x-modules:
                        - path: sys/kafka.js
                          options:
                            metadata_broker_list: kafka:9092
                            dc_name: eqiad
                            startup_delay: 60000
                            concurrency: '50'
                            retry_limit: 0
                            blacklist: {en.wiki: [A]}
                            sample: {rate: 0.5, hash_template: '{{message.meta.uri}}'}
                            consumer: {fetch.min.bytes: '1'}
                            templates:
                              one: {topic: a, exec: {uri: 'http://h/'}}
                              two: {topic: b, concurrency: 3, blacklist: {}, exec: {uri: 'http://h/'}}
                services:
                  - name: changeprop
                    module: hyperswitch
                    conf: {port: 7272, spec: *spec}
                num_workers: 0
                """)));
        assertThat(rules.rules()).extracting(Rule::name).containsExactly("one", "two");
        Rule one = rules.rule("one").orElseThrow();
        assertThat(one.policy().concurrency()).isEqualTo(50);
        assertThat(one.policy().retryLimit()).isZero();
        assertThat(one.excludes().isEmpty()).isFalse();
        assertThat(one.cases().getFirst().sample()).isNotNull();
        Rule two = rules.rule("two").orElseThrow();
        assertThat(two.policy().concurrency()).isEqualTo(3);
        assertThat(two.excludes().isEmpty()).isTrue();
    }

    @Test
    void partitionedStreamsAreReadWhereTheyComeFrom() {
        Result result = RuleFiles.read(List.of(new RuleFile("rules.yaml", """
                partitioner:
                  options:
                    templates: {partition_stream: 'cpjobqueue.partitioned.{{message.meta.stream}}'}
                    partition_key: database
                    partition_map: {enwiki: 0}
                    partition_default: 2
                queue:
                  templates:
                    partition_links:
                      topic: mediawiki.job.refreshLinks
                      concurrency: 200
                      exec: {method: post, uri: '/{api:sys}/partition/mediawiki_database/', body: '{{globals.message}}'}
                    links:
                      topic: cpjobqueue.partitioned.mediawiki.job.refreshLinks
                      concurrency: 30
                      exec: {uri: 'http://h/'}
                    others:
                      topic: '/^cpjobqueue\\.partitioned\\./'
                      exec: {uri: 'http://h/'}
                """)));
        assertThat(result).isInstanceOfSatisfying(Result.Loaded.class, loaded -> {
            assertThat(loaded.rules().rules()).extracting(Rule::name).containsExactly("links", "others");
            assertThat(loaded.rules().matching("mediawiki.job.refreshLinks")).hasSize(2);
            assertThat(loaded.notes()).extracting(Problem::rule).containsExactly("partition_links", "links", "others");
        });
    }

    @Test
    void aRuleWithoutExecIsLeftOutWithANote() {
        Result result = RuleFiles.read(List.of(new RuleFile("rules.yaml", "r: {topic: t}")));
        assertThat(result).isInstanceOfSatisfying(Result.Loaded.class, loaded -> {
            assertThat(loaded.rules().rules()).isEmpty();
            assertThat(loaded.notes()).hasSize(1);
        });
    }

    @Test
    void aliasesThatExplodeAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 10; level++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ", ").repeat(10)));
        }
        assertThat(problems(bomb.toString()))
                .containsExactly("rules.yaml line 6: has more than 200000 parts with its aliases written out");
    }

    @Test
    void anAliasInsideItselfIsRefused() {
        assertThat(problems("r:\n  topic: t\n  exec: &e {uri: 'http://h/', body: *e}"))
                .containsExactly("rules.yaml line 3: contains itself through the alias *e: write it out");
    }

    @Test
    void hugeAndDeepFilesAreRefused() {
        assertThat(problems("x".repeat(10 << 20)))
                .containsExactly("rules.yaml: has 10485760 characters: at most 2097152 are read");
        assertThat(problems("[".repeat(100_000))).containsExactly("rules.yaml line 1: is nested deeper than 64 levels");
        assertThat(problems("\0\1\2")).singleElement().asString().contains("not YAML");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text",
                "[1, 2]",
                "a: 1",
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
                "r: {topic: t, limiters: [x], exec: mediawiki}",
                "r: {topic: t, cases: [], exec: mediawiki}",
                "r: {topic: t, retry_on: {}, exec: mediawiki}",
                "r: {topic: t, exec: {uri: /sys/links/nothing/x}}",
                "r: {topic: t, exec: {uri: '/{api:sys}/queue/events'}}",
                "options: {test_mode: true, templates: {r: {topic: t, exec: mediawiki}}}",
                "r: &r {topic: t, exec: *r}",
                "--- {r: {topic: t, exec: mediawiki}}\n--- {}",
            })
    void whatIsNotARuleFileIsRefusedWithAReason(String yaml) {
        assertThat(problems(yaml))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith("rules.yaml"));
        assertThatThrownBy(() -> RuleFiles.load(List.of(new RuleFile("rules.yaml", yaml))))
                .isInstanceOf(AtollException.class);
    }

    @Test
    void oneNameInTwoFilesIsAProblem() {
        String rule = "r: {topic: t, exec: mediawiki}";
        assertThatThrownBy(() -> RuleFiles.load(List.of(new RuleFile("a.yaml", rule), new RuleFile("b.yaml", rule))))
                .hasMessage("b.yaml line 1: rule 'r': a rule of this name is already in a.yaml; rename one");
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
