package atoll.server.observe;

import atoll.work.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The newest failures of one type, handed from the work engine's thread to the one that sums them up. The writer never
/// waits and makes no garbage; if more come than the reader takes, the older are overwritten, and the reader knows of
/// how
/// many the ones it got are a sample.
final class RecentFailures {
    private static final int KEPT = 256;

    private final AtomicReferenceArray<Outcome> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong written = new AtomicLong();
    private long taken;

    /// @param all how many there were since the last taking
    record Sample(List<Outcome> seen, long all) {}

    void add(Outcome failure) {
        long at = written.get();
        ring.setRelease((int) (at % KEPT), failure);
        written.setRelease(at + 1);
    }

    /// On one thread only.
    Sample take() {
        long end = written.getAcquire();
        List<Outcome> seen = new ArrayList<>();
        for (long at = Math.max(taken, end - KEPT); at < end; at++) {
            Outcome failure = ring.getAcquire((int) (at % KEPT));
            if (failure != null) {
                seen.add(failure);
            }
        }
        Sample sample = new Sample(seen, end - taken);
        taken = end;
        return sample;
    }
}
