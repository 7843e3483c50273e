package atoll.server.admin.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.admin.Fixture;
import atoll.work.ledger.state.State;
import atoll.work.limit.Decrease;
import atoll.work.limit.LimitState;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitTarget;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PoliciesTest {
    private static final String POLICIES = "/v1/admin/policies";

    private final Fixture fixture = new Fixture();

    private JsonNode set(String policy, long version) throws InterruptedException {
        return fixture.post(
                POLICIES,
                Map.of(),
                "{\"policy\":" + policy + ",\"reason\":\"because\",\"version\":" + version + ",\"by\":\"ann\"}");
    }

    private void refused(String body, String message) {
        assertThatThrownBy(() -> fixture.post(POLICIES, Map.of(), body))
                .as(body)
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID))
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n")
                .hasSizeLessThan(400);
        assertThat(fixture.policies.current().version()).isZero();
    }

    @Test
    void policyIsSetShownAndRemoved() throws InterruptedException {
        fixture.work.with("0:1", State.DONE, "enwiki", fixture.now);
        JsonNode changed = set("""
                {"type":"refreshLinks","wiki":"enwiki","paused":true,"weight":0.5,
                 "concurrency":{"min":1,"max":5},"rate":{"per_second":2.5,"burst":4}}""", 0);
        assertThat(changed.path("version").asLong()).isEqualTo(1);
        assertThat(changed.path("warnings").size()).isZero();
        JsonNode listing = fixture.get(POLICIES, "");
        assertThat(listing.path("version").asLong()).isEqualTo(1);
        JsonNode policy = listing.path("policies").get(0);
        assertThat(policy.path("section").asString()).isEqualTo("*");
        assertThat(policy.path("concurrency").path("max").asInt()).isEqualTo(5);
        assertThat(policy.path("recorded").path("rate").path("per_second").asDouble())
                .isEqualTo(2.5);
        assertThat(policy.path("by").asString()).startsWith("ann from ");
        assertThat(policy.path("reason").asString()).isEqualTo("because");
        assertThat(listing.path("changes").get(0).path("version").asInt()).isEqualTo(1);
        fixture.post(
                POLICIES + "/remove",
                Map.of(),
                "{\"key\":{\"type\":\"refreshLinks\",\"wiki\":\"enwiki\"},\"reason\":\"over\",\"version\":1}");
        JsonNode after = fixture.get(POLICIES, "");
        assertThat(after.path("policies").size()).isZero();
        assertThat(after.path("changes").get(0).path("removed").asBoolean()).isTrue();
    }

    @Test
    void concurrentChangeIsRefusedAndSaysWhatChanged() throws InterruptedException {
        set("{\"type\":\"refreshLinks\",\"paused\":true}", 0);
        assertThatThrownBy(() -> set("{\"type\":\"refreshLinks\",\"weight\":2}", 0))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT))
                .hasMessageContaining("'refreshLinks' of all wikis: paused by ann from")
                .hasMessageContaining("(because)");
    }

    @Test
    void namesNobodyKnowsAreTakenWithAWarning() throws InterruptedException {
        fixture.work.with("0:1", State.DONE, "enwiki", fixture.now);
        JsonNode changed = set("{\"type\":\"refreshLink\",\"section\":\"s9\",\"paused\":true}", 0);
        assertThat(changed.path("warnings").toString())
                .contains("no wiki is configured with section 's9'")
                .contains("no job of type 'refreshLink' is known yet; is it misspelt?");
        JsonNode known = set("{\"type\":\"refreshLinks\",\"section\":\"s1\",\"paused\":true}", 1);
        assertThat(known.path("warnings").size()).isZero();
    }

    @Test
    void pauseSaysWhatItDoesNotReach() throws InterruptedException {
        set("{\"wiki\":\"enwiki\",\"paused\":false}", 0);
        JsonNode changed = set("{\"paused\":true}", 1);
        assertThat(changed.path("warnings").toString())
                .contains("all job types of wiki 'enwiki': goes on, a policy of its own says that it is not paused");
    }

    @Test
    void badBodiesAreRefusedOnOneLine() {
        String rest = ",\"reason\":\"r\",\"version\":0}";
        refused("{}", "'policy' is missing: must be an object with concurrency, paused");
        refused("{\"polcy\":{}" + rest, "there is no 'polcy'");
        refused("{\"policy\":{\"typ\":\"x\"}" + rest, "there is no 'typ' in 'policy'");
        refused("{\"policy\":{}" + rest, "says nothing");
        refused("{\"policy\":{\"paused\":\"yes\"}" + rest, "'paused' is '\"yes\"': must be true or false");
        refused("{\"policy\":{\"weight\":-1}" + rest, "weight is '-1.0'");
        refused("{\"policy\":{\"weight\":\"NaN\"}" + rest, "'weight' is '\"NaN\"': must be a number");
        refused("{\"policy\":{\"weight\":NaN}" + rest, "not JSON");
        refused("{\"policy\":{\"weight\":1e999}" + rest, "weight is");
        refused("{\"policy\":{\"concurrency\":{\"min\":0,\"max\":5}}" + rest, "concurrency min is '0'");
        refused("{\"policy\":{\"concurrency\":{\"max\":99999999999}}" + rest, "'concurrency.max' is '99999999999'");
        refused("{\"policy\":{\"concurrency\":{\"max\":2.5}}" + rest, "must be a whole number");
        refused("{\"policy\":{\"concurrency\":5}" + rest, "'concurrency' is '5': must be an object with max, min");
        refused("{\"policy\":{\"rate\":{\"per_second\":0}}" + rest, "rate per second is '0.0'");
        refused("{\"policy\":{\"rate\":{\"burst\":3}}" + rest, "'rate.per_second' is missing");
        refused("{\"policy\":{\"type\":7,\"paused\":true}" + rest, "'type' is '7': must be a text");
        refused("{\"policy\":{\"wiki\":\"w\",\"section\":\"s\",\"paused\":true}" + rest, "name one of them");
        refused("{\"policy\":{\"wiki\":\"" + "w".repeat(5_000) + "\",\"paused\":true}" + rest, "1 to 200");
        refused("{\"policy\":{\"wiki\":\"a\\nb\",\"paused\":true}" + rest, "wiki is 'a?b'");
        refused("{\"policy\":{\"paused\":true},\"version\":0}", "no 'reason'");
        refused("{\"policy\":{\"paused\":true},\"reason\":\"" + "x".repeat(501) + "\",\"version\":0}", "501");
        refused("{\"policy\":{\"paused\":true},\"reason\":\"r\"}", "'version' is missing");
        refused("{\"policy\":{\"paused\":true},\"reason\":\"r\",\"version\":\"0\"}", "not a whole number");
        refused("[]", "the body must be a JSON object");
    }

    @Test
    void limitsAreShownAsTheyAre() throws InterruptedException {
        fixture.limits.add(new LimitState(
                LimitTarget.ofWiki("refreshLinks", "enwiki"),
                3,
                new LimitPolicy.Concurrency(1, 40),
                2,
                new LimitPolicy.Rate(5, 10),
                7,
                "limit of …",
                new Decrease(fixture.now, Decrease.Cause.SERVER_ERROR)));
        JsonNode limit = fixture.get("/v1/admin/limits", "").path("limits").get(0);
        assertThat(limit.toString())
                .isEqualTo("{\"type\":\"refreshLinks\",\"wiki\":\"enwiki\",\"section\":\"*\",\"limit_now\":3,\"min\":1,"
                        + "\"max\":40,\"running\":2,\"rate\":{\"per_second\":5.0,\"burst\":10},\"tokens\":7,"
                        + "\"held_reason\":\"limit of …\",\"last_decrease\":{\"at\":\"" + fixture.now
                        + "\",\"cause\":\"server-error\"}}");
    }
}
