package atoll.changeprop.rule;

import atoll.changeprop.rule.match.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a rule does with some of its events.
///
/// @param match what they look like
/// @param matchNot none of these must match
/// @param sample which of them are taken; all if absent
/// @param exec carried out one after the other; the delivery is done when all have succeeded. Nothing is done if empty
public record Case(
        Match match, List<Match> matchNot, @Nullable Sample sample, List<Exec> exec) {
    public Case {
        matchNot = List.copyOf(matchNot);
        exec = List.copyOf(exec);
    }

    /// Applies to every event.
    public static Case always(List<Exec> exec) {
        return new Case(Match.Fields.ALL, List.of(), null, exec);
    }

    /// True if it applies to every event and captures nothing.
    boolean isAlways() {
        return match.equals(Match.Fields.ALL) && matchNot.isEmpty();
    }

    boolean covers(JsonNode event) {
        if (!match.test(event)) {
            return false;
        }
        for (int i = 0; i < matchNot.size(); i++) {
            if (matchNot.get(i).test(event)) {
                return false;
            }
        }
        return true;
    }
}
