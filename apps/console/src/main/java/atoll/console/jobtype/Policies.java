package atoll.console.jobtype;

import atoll.console.api.Answer;
import atoll.console.api.Tree;
import java.util.List;

/// The policies that concern one job type, and where its limits stand.
///
/// @param version of all policies, given back with a change so that nobody overwrites what they have not seen
/// @param missing why there are none to show; empty if there are
public record Policies(String version, List<Policy> policies, List<Policy.Effective> effective, String missing) {

    static Policies of(String type, Answer policies, Answer limits) {
        return switch (policies) {
            case Answer.Found(var tree) ->
                new Policies(
                        tree.text("version"),
                        tree.list("policies").stream()
                                .map(Policy::of)
                                .filter(policy -> concerns(policy.scope(), type))
                                .toList(),
                        effective(type, limits),
                        "");
            case Answer.Missing(var detail) -> none("Not available: " + detail);
            case Answer.Refused(var _, var detail) -> none(detail);
            case Answer.Silent(var detail) -> none(detail);
        };
    }

    private static Policies none(String why) {
        return new Policies("", List.of(), List.of(), why);
    }

    private static List<Policy.Effective> effective(String type, Answer limits) {
        if (!(limits instanceof Answer.Found(Tree tree))) {
            return List.of();
        }
        List<Tree> all = tree.node().isArray() ? tree.list() : tree.list("limits");
        return all.stream()
                .map(Policy.Effective::of)
                .filter(limit -> concerns(limit.scope(), type))
                .toList();
    }

    private static boolean concerns(Policy.Scope scope, String type) {
        return scope.type().equals(type) || scope.type().equals(Policy.ALL);
    }

    /// The policy for exactly this; one that sets nothing if there is none.
    Policy exactly(Policy.Scope scope) {
        return policies.stream()
                .filter(policy -> policy.scope().equals(scope))
                .findFirst()
                .orElse(Policy.empty(scope));
    }

    public boolean isAvailable() {
        return missing.isEmpty();
    }
}
