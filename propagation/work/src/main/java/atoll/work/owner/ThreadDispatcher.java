package atoll.work.owner;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Threads;
import atoll.work.Attempt;
import atoll.work.Executor;
import atoll.work.Outcome;
import atoll.work.RulePolicy;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each attempt on a virtual thread of its own. How many run at once is the fair queues' business.
public final class ThreadDispatcher implements Dispatcher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadDispatcher.class);

    private final Executor executor;
    private final ExecutorService threads = Threads.virtualPerCall("attempt-");

    public ThreadDispatcher(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void start(Attempt attempt, RulePolicy policy, Report report) {
        threads.execute(() -> report.outcome(outcomeOf(attempt)));
    }

    private Outcome outcomeOf(Attempt attempt) {
        try {
            return executor.execute(attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed(0, "interrupted because Atoll stops");
        } catch (AtollException e) {
            return new Outcome.Failed(0, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("delivery", attempt.id()).setCause(e).log("executor threw");
            return new Outcome.Failed(0, "the executor failed with " + e + " (a bug in Atoll; see the log)");
        }
    }

    /// Interrupts what still runs.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
