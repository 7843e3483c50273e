package atoll.base.config;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Finds the name someone probably meant.
public final class Nearest {
    private static final int LEAST_EDITS = 2;
    private static final int LETTERS_PER_EDIT = 3;
    private static final int LONGEST = 200;

    private Nearest() {}

    /// The most similar name; null if none is similar enough to be meant.
    public static @Nullable String of(String given, Collection<String> names) {
        if (given.length() > LONGEST) {
            return null;
        }
        int most = Math.max(LEAST_EDITS, given.length() / LETTERS_PER_EDIT);
        return names.stream()
                .filter(name -> edits(given, name) <= most && edits(given, name) < name.length())
                .min(Comparator.<String>comparingInt(name -> edits(given, name)).thenComparing(name -> name))
                .orElse(null);
    }

    /// Letters to insert, delete or replace; neighbours that changed places count once.
    private static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
