package atoll.server.deadletter;

import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.server.admin.ports.Job;
import atoll.server.admin.ports.JobFilter;
import atoll.server.admin.ports.Work;
import atoll.work.DeliveryId;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Groups all dead letters by cause. Safe for use by many threads: one makes the survey, and all get it while it is
/// fresh.
final class Survey {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int LOOKED_AT = 100_000;
    private static final int A_PAGE = 1_000;

    private final Work work;
    private final TimeSource time;
    private final AtomicBoolean making = new AtomicBoolean();
    private volatile @Nullable Made last;

    private record Made(long atNanos, Result result) {}

    /// @param looked how many dead letters are in the groups
    /// @param isWhole false if there are more
    record Result(Instant at, List<Group> groups, long looked, boolean isWhole) {}

    Survey(Work work, TimeSource time) {
        this.work = work;
        this.time = time;
    }

    Result get() throws InterruptedException {
        Made known = last;
        boolean isFresh = known != null && time.nanoTime() - known.atNanos < FRESH.toNanos();
        if (known != null && (isFresh || !making.compareAndSet(false, true))) {
            return known.result;
        }
        try {
            Result result = make();
            last = new Made(time.nanoTime(), result);
            return result;
        } finally {
            making.set(false);
        }
    }

    /// The next one asked for is made again: something was changed.
    void isOld() {
        last = null;
    }

    private Result make() throws InterruptedException {
        Deadline end = Deadline.after(time, LONGEST);
        JobFilter dead = new JobFilter(EnumSet.of(State.DEAD), null, null, null);
        Map<String, Group> groups = new HashMap<>();
        long looked = 0;
        DeliveryId next = new DeliveryId(0, 0);
        while (next != null && looked < LOOKED_AT && !end.isPassed()) {
            Work.JobPage page = work.list(dead, next, A_PAGE);
            for (Job job : page.jobs()) {
                groups.computeIfAbsent(Group.keyOf(job), _ -> new Group(job)).add(job);
                looked++;
            }
            next = page.next();
        }
        List<Group> sorted = groups.values().stream()
                .sorted(Comparator.comparingLong(Group::count).reversed().thenComparing(group -> group.key))
                .toList();
        return new Result(time.instant(), sorted, looked, next == null);
    }
}
