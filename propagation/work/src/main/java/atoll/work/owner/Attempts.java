package atoll.work.owner;

import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.work.Attempt;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import atoll.work.ledger.PartitionLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The claims of this process from the moment they are decided until their outcome comes, fails to come within the
/// lease, or they turn out not to be recorded. Each holds a slot of its rule meanwhile.
///
/// On the owner's thread, except that outcomes may be reported by any.
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final long CHECK_EVERY_NANOS = 1_000_000_000L;

    private final Dispatcher dispatcher;
    private final TimeSource time;
    private final Wakeup wakeup;
    private final Claims claims;
    private final WorkMetrics metrics;
    private final Map<ClaimId, InFlight> inFlight = new HashMap<>();
    private final ConcurrentLinkedQueue<Report> reports = new ConcurrentLinkedQueue<>();
    private long checkedNanos;

    /// An outcome as it came.
    record Report(ClaimId claim, Outcome outcome) {}

    Attempts(Dispatcher dispatcher, TimeSource time, Wakeup wakeup, Claims claims, WorkMetrics metrics) {
        this.dispatcher = dispatcher;
        this.time = time;
        this.wakeup = wakeup;
        this.claims = claims;
        this.metrics = metrics;
    }

    boolean isUnderWay(ClaimId claim) {
        return inFlight.containsKey(claim);
    }

    Collection<InFlight> all() {
        return inFlight.values();
    }

    /// A claim was decided but is not recorded yet.
    void claimed(Attempt attempt) {
        inFlight.put(ClaimId.of(attempt), new InFlight(attempt, false, 0, 0));
    }

    /// The claim is recorded: carry it out.
    void start(Attempt attempt, Instant now) {
        ClaimId claim = ClaimId.of(attempt);
        RulePolicy policy = claims.policies().byName().get(attempt.delivery().rule());
        if (policy == null) {
            report(claim, new Outcome.Postponed(0, "its rule was unloaded", Outcome.Scope.LANE, Duration.ZERO));
            return;
        }
        long nanos = time.nanoTime();
        long lease = policy.timeout().plus(PartitionLedger.LEASE_MARGIN).toNanos();
        inFlight.put(claim, new InFlight(attempt, true, nanos, nanos + lease));
        if (attempt.number() == 1) {
            metrics.pickedUp(attempt.delivery(), now);
        }
        try {
            dispatcher.start(attempt, policy, outcome -> report(claim, outcome));
        } catch (RuntimeException e) {
            // One that cannot be started must not keep the others of its batch from being started.
            LOG.atError().addKeyValue("delivery", attempt.id()).setCause(e).log("attempt could not be started");
            report(claim, new Outcome.Failed(0, "the attempt could not be started: " + e));
        }
    }

    private void report(ClaimId claim, Outcome outcome) {
        reports.add(new Report(claim, outcome));
        wakeup.signal();
    }

    /// Hands over what was reported; slots are free again.
    void takeReports(Consumer<Report> taker) {
        for (Report report = reports.poll(); report != null; report = reports.poll()) {
            InFlight over = inFlight.remove(report.claim);
            if (over != null) {
                claims.over(over, report.outcome);
                Duration took = Duration.ofNanos(time.nanoTime() - over.startedNanos());
                metrics.attempted(over.attempt().delivery(), report.outcome, over.isStarted() ? took : Duration.ZERO);
            }
            taker.accept(report);
        }
    }

    /// Whoever gave no outcome within the lease has failed.
    void checkLeases() {
        long nanos = time.nanoTime();
        if (nanos - checkedNanos < CHECK_EVERY_NANOS) {
            return;
        }
        checkedNanos = nanos;
        for (InFlight claim : inFlight.values()) {
            if (claim.isStarted() && nanos - claim.leaseEndsNanos() > 0) {
                metrics.leaseExpired();
                report(
                        ClaimId.of(claim.attempt()),
                        new Outcome.Failed(0, "the executor gave no outcome within the lease"));
            }
        }
    }

    /// Claims that were not recorded never started; their slots are free again.
    void dropUnstarted(int partition) {
        inFlight.values().removeIf(claim -> {
            boolean never = claim.attempt().id().partition() == partition && !claim.isStarted();
            if (never) {
                claims.over(claim, (@Nullable Outcome) null);
            }
            return never;
        });
    }
}
