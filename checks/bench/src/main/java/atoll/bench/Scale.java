package atoll.bench;

import java.time.Duration;

/// How much is measured.
///
/// @param warmups rounds that do not count, for the JVMs to compile what is hot
/// @param rounds that count
/// @param round how long one is, where time bounds it
public record Scale(int warmups, int rounds, Duration round) {
    /// Only shows that everything works.
    public static final Scale QUICK = new Scale(0, 1, Duration.ofMillis(300));

    public int all() {
        return warmups + rounds;
    }

    boolean counts(int round) {
        return round >= warmups;
    }

    /// For progress lines.
    String name(int round) {
        return counts(round) ? "round " + (round - warmups + 1) + " of " + rounds : "warm-up " + (round + 1);
    }
}
