package atoll.server.admin.limits;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.work.limit.Decrease;
import atoll.work.limit.LimitState;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitTarget;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Policies and limits as JSON. Reading is strict: what is misspelt must not be taken for absent.
final class PolicyJson {
    private static final Set<String> TARGET = Set.of("type", "wiki", "section");
    private static final Set<String> POLICY =
            Set.of("type", "wiki", "section", "paused", "weight", "concurrency", "rate");

    private PolicyJson() {}

    static LimitPolicy policy(JsonNode node) {
        ObjectNode policy = object(node, "policy", POLICY);
        JsonNode paused = policy.path("paused");
        if (isGiven(paused) && !paused.isBoolean()) {
            throw invalid("paused", paused, "true or false");
        }
        JsonNode weight = policy.path("weight");
        return new LimitPolicy(
                targetIn(policy),
                isGiven(paused) ? paused.asBoolean() : null,
                isGiven(weight) ? number(weight, "weight") : null,
                concurrency(policy.path("concurrency")),
                rate(policy.path("rate")));
    }

    static LimitTarget target(JsonNode node) {
        return targetIn(object(node, "key", TARGET));
    }

    private static LimitTarget targetIn(ObjectNode node) {
        return LimitTarget.checked(name(node, "type"), name(node, "wiki"), name(node, "section"));
    }

    private static String name(ObjectNode node, String field) {
        JsonNode name = node.path(field);
        if (!isGiven(name)) {
            return LimitTarget.ANY;
        }
        if (!name.isString()) {
            throw invalid(field, name, "a text");
        }
        return name.asString();
    }

    private static LimitPolicy.@Nullable Concurrency concurrency(JsonNode node) {
        if (!isGiven(node)) {
            return null;
        }
        ObjectNode bounds = object(node, "concurrency", Set.of("min", "max"));
        int max = whole(bounds.path("max"), "concurrency.max");
        JsonNode min = bounds.path("min");
        return new LimitPolicy.Concurrency(isGiven(min) ? whole(min, "concurrency.min") : max, max);
    }

    private static LimitPolicy.@Nullable Rate rate(JsonNode node) {
        if (!isGiven(node)) {
            return null;
        }
        ObjectNode rate = object(node, "rate", Set.of("per_second", "burst"));
        double perSecond = number(rate.path("per_second"), "rate.per_second");
        JsonNode burst = rate.path("burst");
        return isGiven(burst)
                ? new LimitPolicy.Rate(perSecond, whole(burst, "rate.burst"))
                : LimitPolicy.Rate.of(perSecond);
    }

    private static ObjectNode object(JsonNode node, String what, Set<String> allowed) {
        if (!(node instanceof ObjectNode object)) {
            throw invalid(what, node, "an object with " + String.join(", ", new TreeSet<>(allowed)));
        }
        for (String name : object.propertyNames()) {
            if (!allowed.contains(name)) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "there is no '" + shown(name) + "' in '" + what + "': allowed are "
                                + String.join(", ", new TreeSet<>(allowed)));
            }
        }
        return object;
    }

    private static double number(JsonNode node, String what) {
        if (!node.isNumber()) {
            throw invalid(what, node, "a number");
        }
        return node.asDouble();
    }

    private static int whole(JsonNode node, String what) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw invalid(what, node, "a whole number");
        }
        return node.asInt();
    }

    private static boolean isGiven(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private static AtollException invalid(String what, JsonNode value, String allowed) {
        String given = value.isMissingNode() ? "missing" : "'" + shown(value.toString()) + "'";
        return new AtollException(ErrorKind.INVALID, "'" + what + "' is " + given + ": must be " + allowed);
    }

    private static String shown(String text) {
        int most = 100;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    // ---- writing ---------------------------------------------------------------------------------------------------

    static void put(ObjectNode to, LimitTarget target) {
        to.put("type", target.type());
        to.put("wiki", target.wiki());
        to.put("section", target.section());
    }

    static void put(ObjectNode to, LimitPolicy policy) {
        put(to, policy.target());
        putFields(to, policy);
    }

    static void putFields(ObjectNode to, LimitPolicy policy) {
        to.put("paused", policy.paused());
        to.put("weight", policy.weight());
        LimitPolicy.Concurrency concurrency = policy.concurrency();
        if (concurrency == null) {
            to.putNull("concurrency");
        } else {
            to.putObject("concurrency").put("min", concurrency.min()).put("max", concurrency.max());
        }
        putRate(to, policy.rate());
    }

    static void put(ObjectNode to, LimitState state) {
        put(to, state.target());
        to.put("limit_now", state.limitNow());
        LimitPolicy.Concurrency bounds = state.bounds();
        to.put("min", bounds == null ? null : bounds.min());
        to.put("max", bounds == null ? null : bounds.max());
        to.put("running", state.running());
        putRate(to, state.rate());
        to.put("tokens", state.tokens());
        to.put("held_reason", state.heldReason());
        Decrease last = state.lastDecrease();
        if (last == null) {
            to.putNull("last_decrease");
        } else {
            to.putObject("last_decrease")
                    .put("at", last.at().toString())
                    .put("cause", last.cause().label());
        }
    }

    private static void putRate(ObjectNode to, LimitPolicy.@Nullable Rate rate) {
        if (rate == null) {
            to.putNull("rate");
        } else {
            to.putObject("rate").put("per_second", rate.perSecond()).put("burst", rate.burst());
        }
    }
}
