package atoll.server.node;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Duty;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.server.admin.ports.Job;
import atoll.server.admin.ports.JobFilter;
import atoll.server.admin.ports.Work;
import atoll.work.DeliveryId;
import atoll.work.ledger.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drops dead letters that nobody retried or dropped for a configured time, so that their events are not kept for ever.
///
/// A dropped one is finished: it is shown, without its event, for the history time, and then forgotten. Each step looks
/// at a bounded number, at each once more right before it is dropped.
final class DeadLetterRetention implements Duty {
    /// How often it looks, unless they are kept for a shorter time than that.
    static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration OFTENEST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRetention.class);
    private static final DeliveryId START = new DeliveryId(0, 0);
    private static final int A_STEP = 500;
    private static final String BY = "admin.keep-dead-letters";

    private final Work work;
    private final Duration keep;
    private final Duration every;
    private final TimeSource time;
    /// Never signalled: there is nothing to wake for.
    private final Wakeup pausing;

    private DeliveryId from = START;

    DeadLetterRetention(Work work, Duration keep, TimeSource time) {
        this.work = work;
        this.keep = keep;
        Duration atMost = keep.compareTo(EVERY) < 0 ? keep : EVERY;
        this.every = atMost.compareTo(OFTENEST) < 0 ? OFTENEST : atMost;
        this.time = time;
        this.pausing = time.newWakeup();
    }

    @Override
    public String name() {
        return "dead-letter-retention";
    }

    @Override
    public Next step() throws InterruptedException {
        Instant before = time.instant().minus(keep);
        try {
            Work.JobPage page = work.list(new JobFilter(Set.of(State.DEAD), null, null, null), from, A_STEP);
            int dropped = 0;
            for (Job job : page.jobs()) {
                if (isOld(job, before) && isStillOld(job.id(), before) && work.drop(job.id(), BY)) {
                    dropped++;
                }
            }
            if (dropped > 0) {
                LOG.atInfo().addKeyValue("dropped", dropped).log("old dead letters are dropped");
            }
            from = next(page.next());
        } catch (AtollException e) {
            // Not ready yet, or overloaded: nothing is urgent here.
            LOG.atDebug().setCause(e).log("old dead letters are looked for later");
        }
        return new Next.OnWakeup(pausing, every);
    }

    /// Someone may have retried it while the others of the step were dropped.
    private boolean isStillOld(DeliveryId id, Instant before) throws InterruptedException {
        return work.job(id).map(job -> isOld(job, before)).orElse(false);
    }

    private static boolean isOld(Job job, Instant before) {
        Instant died = job.progress().times().changedAt();
        return job.state() == State.DEAD && died != null && died.isBefore(before);
    }

    private static DeliveryId next(@Nullable DeliveryId after) {
        return after == null ? START : after;
    }
}
