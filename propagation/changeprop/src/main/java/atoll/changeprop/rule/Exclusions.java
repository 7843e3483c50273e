package atoll.changeprop.rule;

import atoll.changeprop.rule.match.Expression;
import atoll.changeprop.rule.match.Match;
import atoll.changeprop.rule.template.PercentDecoding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Events that rules leave alone (`blacklist`): by domain, the decoded URIs.
///
/// @param byDomain what is excluded there; one that fits is enough
public record Exclusions(Map<String, List<Excluded>> byDomain) {
    public static final Exclusions NONE = new Exclusions(Map.of());

    /// What is looked at.
    static final Match FIELDS = new Match.Fields(List.of(new Match.Field(
            "meta",
            new Match.Fields(List.of(
                    new Match.Field("domain", new Match.Absent()), new Match.Field("uri", new Match.Absent()))))));

    public Exclusions {
        Map<String, List<Excluded>> copy = new LinkedHashMap<>();
        byDomain.forEach((domain, excluded) -> copy.put(domain, List.copyOf(excluded)));
        byDomain = Collections.unmodifiableMap(copy);
    }

    /// A decoded URI that is left alone.
    public sealed interface Excluded {

        boolean covers(String uri);

        /// The URI ends with this, which starts with a slash.
        record Ending(String text) implements Excluded {
            @Override
            public boolean covers(String uri) {
                return uri.endsWith(text);
            }
        }

        /// The expression is found in the URI.
        record Found(Expression expression) implements Excluded {
            @Override
            public boolean covers(String uri) {
                return expression.isFoundIn(uri);
            }
        }
    }

    public boolean isEmpty() {
        return byDomain.isEmpty();
    }

    boolean covers(JsonNode domain, JsonNode uri) {
        if (byDomain.isEmpty() || !domain.isString() || !uri.isString()) {
            return false;
        }
        List<Excluded> excluded = byDomain.get(domain.stringValue());
        if (excluded == null) {
            return false;
        }
        String decoded = PercentDecoding.leniently(uri.stringValue());
        return excluded.stream().anyMatch(each -> each.covers(decoded));
    }
}
