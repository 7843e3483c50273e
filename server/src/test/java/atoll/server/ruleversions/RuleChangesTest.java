package atoll.server.ruleversions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.redaction.Redaction;
import atoll.changeprop.reload.RulesInForce;
import atoll.changeprop.rule.Rule;
import atoll.changeprop.rule.RuleSet;
import atoll.server.admin.Fixture;
import atoll.work.ledger.state.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RuleChangesTest {
    private static final String APPLY = "/v1/admin/rules/apply";
    private static final String ROLLBACK = "/v1/admin/rules/rollback";
    private static final String PREVIEW = "/v1/admin/rules/preview";
    private static final String VERSIONS = "/v1/admin/rules/versions";

    private Fixture fixture = new Fixture();

    private static String files(String rules) {
        return "{\"files\":{\"console.yaml\":\"" + rules + "\"}}";
    }

    private static String rule(String name, String host) {
        return name + ": {topic: edit, exec: {uri: 'http://" + host + "/?token=s3cret'}}";
    }

    private JsonNode apply(String rules) throws InterruptedException {
        return fixture.post(APPLY, Map.of(), files(rules));
    }

    private List<String> names() {
        return fixture.rules.get().rules().stream().map(Rule::name).toList();
    }

    /// What would be in force if the process began again.
    private List<String> namesAfterARestart() {
        RuleVersions again = new RuleVersions(fixture.ownLog, fixture.ruleFiles, RuleSet.builtIn(), fixture.time);
        RulesInForce rules = new RulesInForce(RuleSet.builtIn(), again, fixture.time, new SimpleMeterRegistry());
        var _ = rules.reload();
        return rules.get().rules().stream().map(Rule::name).toList();
    }

    @Test
    void appliedRulesAreInForceAndStaySoOverARestart() throws InterruptedException {
        JsonNode answer = apply(rule("mine", "h"));
        assertThat(answer.path("version").asInt()).isEqualTo(1);
        assertThat(answer.path("is_changed").asBoolean()).isTrue();
        assertThat(names()).containsExactly("mine");
        assertThat(namesAfterARestart()).containsExactly("mine");
        assertThat(fixture.get(VERSIONS, "").path("in_force").asInt()).isEqualTo(1);
    }

    @Test
    void filesThatChangeOnDiskAreTheNewerWordAndChangedBackTheyStayIt() throws InterruptedException {
        String before = fixture.ruleFiles.text;
        var _ = apply(rule("mine", "h"));
        fixture.ruleFiles.text = rule("disk", "h");
        var _ = fixture.rules.reload();
        assertThat(names()).containsExactly("disk");
        JsonNode versions = fixture.get(VERSIONS, "");
        assertThat(versions.path("in_force").asInt()).isZero();
        assertThat(versions.at("/versions/0/by").asString()).isEqualTo("the files on disk");

        fixture.ruleFiles.text = before;
        var _ = fixture.rules.reload();
        assertThat(names()).containsExactly("jobs");
        assertThat(namesAfterARestart()).containsExactly("jobs");
    }

    @Test
    void filesThatChangedWhileAtollWasDownAreTheNewerWordToo() throws InterruptedException {
        var _ = apply(rule("mine", "h"));
        fixture.ruleFiles.text = rule("disk", "h");
        assertThat(namesAfterARestart()).containsExactly("disk");
    }

    @Test
    void rollsBackToAVersionAndToTheFilesOnDisk() throws InterruptedException {
        var _ = apply(rule("one", "h"));
        var _ = apply(rule("two", "h"));
        JsonNode back = fixture.post(ROLLBACK, Map.of(), "{\"to\":1,\"reason\":\"two is wrong\"}");
        assertThat(back.path("version").asInt()).isEqualTo(3);
        assertThat(names()).containsExactly("one");
        fixture.post(ROLLBACK, Map.of(), "{\"to\":0}");
        assertThat(names()).containsExactly("jobs");
        assertThat(namesAfterARestart()).containsExactly("jobs");
        assertThat(fixture.get(VERSIONS, "").path("versions")).hasSize(4);
    }

    @Test
    void rulesWithProblemsAreRefusedWithAllOfThem() throws InterruptedException {
        String bad =
                "a: {topic: t, retry_limit: x, exec: {uri: 'http://h/'}}\\nb: {topic: t, concurrency: -1, exec: {uri: 'http://h/'}}";
        assertThatThrownBy(() -> apply(bad))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("retry_limit")
                .hasMessageContaining("concurrency");
        assertThat(names()).containsExactly("mediawiki_jobs");
        assertThat(fixture.get(VERSIONS, "").path("versions")).isEmpty();
    }

    @Test
    void whoSawAnOlderVersionIsRefused() throws InterruptedException {
        var _ = apply(rule("one", "h"));
        String body = "{\"version\":0,\"files\":{\"f\":\"" + rule("two", "h") + "\"}}";
        assertThatThrownBy(() -> fixture.post(APPLY, Map.of(), body))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
        assertThat(names()).containsExactly("one");
    }

    @Test
    void nothingChangesIfTheVersionCannotBeWrittenDown() {
        fixture.ownLog.refuse("the disk is full");
        assertThatThrownBy(() -> apply(rule("mine", "h"))).isInstanceOf(AtollException.class);
        assertThat(names()).containsExactly("mediawiki_jobs");
    }

    @Test
    void textsOfFilesAreInNoAnswerAndNotInTheAudit() throws InterruptedException {
        var _ = apply(rule("mine", "h"));
        assertThat(fixture.get(VERSIONS, "").toString())
                .doesNotContain("s3cret")
                .contains("console.yaml");
        assertThat(fixture.get("/v1/admin/audit", "").toString())
                .doesNotContain("s3cret")
                .contains("console.yaml");
    }

    @Test
    void aPreviewShowsWhatWouldBeDecidedOtherwise() throws InterruptedException {
        fixture = new Fixture(Redaction.of(List.of("user")));
        var _ = apply("mine: {topic: edit, match: {n: 1}, exec: {uri: 'http://h/{{message.user}}'}}");
        for (int i = 0; i < 5; i++) {
            fixture.append(
                    "local.edit", "{\"meta\":{\"id\":\"e" + i + "\"},\"n\":" + i % 2 + ",\"user\":\"Secretive\"}");
        }
        JsonNode answer = fixture.post(
                PREVIEW,
                Map.of(),
                files("mine: {topic: edit, match: {n: 0}, exec: {uri: 'http://h/{{message.user}}?k=s3cret'}}"));
        assertThat(answer.path("problems")).isEmpty();
        assertThat(answer.path("events").asInt()).isEqualTo(5);
        assertThat(answer.path("unchanged").asInt()).isZero();
        assertThat(answer.path("changes")).hasSize(5);
        assertThat(answer.toString()).doesNotContain("Secretive").doesNotContain("s3cret");
        JsonNode lost = answer.path("changes")
                .valueStream()
                .filter(change -> change.path("event_id").asString().equals("e1"))
                .findFirst()
                .orElseThrow();
        assertThat(lost.path("before")).hasSize(1);
        assertThat(lost.path("after")).isEmpty();
        assertThat(names()).containsExactly("mine");
    }

    @Test
    void aPreviewOfBrokenRulesHasTheProblemsAndLooksAtNothing() throws InterruptedException {
        fixture.append("local.edit", "{}");
        JsonNode answer = fixture.post(PREVIEW, Map.of(), files("<script>"));
        assertThat(answer.path("problems")).isNotEmpty();
        assertThat(answer.path("events").asInt()).isZero();
    }

    @Test
    void countsWhatEachRuleMatchedInTheLastHour() throws InterruptedException {
        fixture.work.with("0:1", State.DONE, "enwiki", fixture.now);
        var _ = fixture.rates.step();
        fixture.time.advance(Duration.ofSeconds(5));
        fixture.work.with("0:2", State.READY, "enwiki", fixture.now);
        fixture.work.with("0:3", State.DONE, "dewiki", fixture.now);
        var _ = fixture.rates.step();
        JsonNode rule = fixture.get("/v1/admin/rules/activity", "").at("/rules/0");
        assertThat(rule.path("rule").asString()).isEqualTo("mediawiki_jobs");
        assertThat(rule.path("matched_last_hour").asLong()).isEqualTo(2);
        assertThat(rule.at("/series/matched/59").asLong()).isEqualTo(2);
        fixture.time.advance(Duration.ofMinutes(61));
        assertThat(fixture.get("/v1/admin/rules/activity", "")
                        .at("/rules/0/matched_last_hour")
                        .asLong())
                .isZero();
    }

    @Test
    void badInputIsAnsweredWithWhatIsAllowed() {
        for (String bad : List.of(
                "{}",
                "{\"files\":[]}",
                "{\"files\":{}}",
                "{\"files\":{\"\":\"x\"}}",
                "{\"files\":{\"a\\nb\":\"x\"}}",
                "{\"files\":{\"a\":5}}",
                "{\"files\":{\"a\":\"x\"},\"extra\":1}",
                "{\"files\":{\"a\":\"x\"},\"version\":\"1\"}",
                "[]")) {
            assertThatThrownBy(() -> fixture.post(APPLY, Map.of(), bad)).as(bad).isInstanceOf(AtollException.class);
        }
        for (String bad : List.of("{}", "{\"to\":-1}", "{\"to\":7}", "{\"to\":\"1\"}")) {
            assertThatThrownBy(() -> fixture.post(ROLLBACK, Map.of(), bad))
                    .as(bad)
                    .isInstanceOf(AtollException.class);
        }
        assertThatThrownBy(() -> fixture.post(PREVIEW, Map.of(), "{\"files\":{\"a\":\"x\"},\"last\":5001}"))
                .hasMessage("'last' must be a whole number from 1 to 5000");
        assertThatThrownBy(() -> apply("x".repeat(6 << 20)))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }
}
