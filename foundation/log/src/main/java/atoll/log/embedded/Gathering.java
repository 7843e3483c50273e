package atoll.log.embedded;

import java.time.Duration;

/// How long the committer lets appends gather before it begins the next group.
///
/// Producers that were just answered will soon be back. So after a group, at most [#PATIENCE] long, the next
/// begins only when half of those who were seen (the members of that group and who waited when it was done)
/// have handed over their next append: the others are then at work while the disk is. A sync has a fixed
/// price, and without this a flood pays it for every dozen appends. Few producers, or sparse ones, wait for
/// nobody.
final class Gathering {
    static final Duration PATIENCE = Duration.ofMillis(1);

    private int enough = 1;
    private long endNanos;

    /// @param members of the group that was just committed
    /// @param waiting appends handed over meanwhile
    void committed(int members, int waiting, long nowNanos) {
        enough = Math.max(1, (members + waiting) / 2);
        endNanos = nowNanos + PATIENCE.toNanos();
    }

    /// The number of waiting appends that makes a group.
    int enough() {
        return enough;
    }

    /// How long to wait until that many are there; zero if there is no point in waiting.
    Duration patience(int waiting, long nowNanos) {
        if (waiting < enough && endNanos - nowNanos > 0) {
            return Duration.ofNanos(endNanos - nowNanos);
        }
        enough = 1;
        return Duration.ZERO;
    }
}
