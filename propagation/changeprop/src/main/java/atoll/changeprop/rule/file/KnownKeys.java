package atoll.changeprop.rule.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/// Tells keys that count from keys that do not, and what a misspelt one was meant to be.
final class KnownKeys {
    private KnownKeys() {}

    static void check(YamlFields fields, Set<String> known, Set<String> later, Set<String> withoutEffect) {
        for (String key : fields.keys()) {
            if (later.contains(key)) {
                fields.problem(key, null, "not supported yet: rule '" + fields.rule() + "' key '" + key + "'");
            } else if (withoutEffect.contains(key)) {
                fields.note(key, "has no effect in Atoll");
            } else if (!known.contains(key)) {
                String meant = nearest(key, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
                fields.problem(key, fields.get(key), "unknown key" + meant);
            }
        }
    }

    static Optional<String> nearest(String key, Collection<String> known) {
        int most = Math.max(1, Math.min(key.length(), 40) / 3);
        return known.stream()
                .sorted()
                .filter(candidate -> distance(key, candidate, most) <= most)
                .min(Comparator.comparingInt(candidate -> distance(key, candidate, most)));
    }

    /// How many letters must be changed, added or removed.
    private static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return Integer.MAX_VALUE;
        }
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
