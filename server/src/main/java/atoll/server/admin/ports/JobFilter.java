package atoll.server.admin.ports;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.work.Delivery;
import atoll.work.ledger.state.State;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which deliveries are meant.
///
/// @param rule null for any, as type and wiki
public record JobFilter(
        Set<State> states,
        @Nullable String rule,
        @Nullable String type,
        @Nullable String wiki) {

    public boolean matches(State state, Delivery delivery) {
        return states.contains(state) && matches(delivery.rule(), delivery.type(), delivery.wiki());
    }

    public boolean matches(String ofRule, String ofType, String ofWiki) {
        return (rule == null || rule.equals(ofRule))
                && (type == null || type.equals(ofType))
                && (wiki == null || wiki.equals(ofWiki));
    }

    /// True if it names nothing but states.
    public boolean isBroad() {
        return rule == null && type == null && wiki == null;
    }

    boolean isDeadOnly() {
        return states.equals(EnumSet.of(State.DEAD));
    }

    /// @param text labels of states with commas between, `pending` (not finished and not dead), `all`; null for
    ///     pending and dead
    public static Set<State> states(@Nullable String text) {
        EnumSet<State> states = EnumSet.noneOf(State.class);
        for (String word : (text == null ? "pending,dead" : text).split(",", -1)) {
            switch (word) {
                case "all" -> states.addAll(EnumSet.allOf(State.class));
                case "pending" -> states.addAll(pending());
                default -> states.add(state(word));
            }
        }
        return states;
    }

    private static Set<State> pending() {
        return Arrays.stream(State.values()).filter(JobFilter::isPending).collect(Collectors.toSet());
    }

    /// Something will happen to it without an operator.
    public static boolean isPending(State state) {
        return !state.isFinal() && state != State.DEAD;
    }

    private static State state(String word) {
        return Arrays.stream(State.values())
                .filter(state -> state.label().equals(word))
                .findFirst()
                .orElseThrow(() -> new AtollException(
                        ErrorKind.INVALID,
                        "state is '" + word + "': must be 'all', 'pending' or some of "
                                + Arrays.stream(State.values())
                                        .map(State::label)
                                        .collect(Collectors.joining(", "))
                                + ", with commas between"));
    }
}
