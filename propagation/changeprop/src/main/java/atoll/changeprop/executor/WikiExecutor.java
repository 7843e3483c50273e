package atoll.changeprop.executor;

import atoll.base.time.Deadline;
import atoll.changeprop.rule.Rule;
import atoll.work.Attempt;
import atoll.work.Outcome;

/// One way to have a wiki carry out its own job.
public interface WikiExecutor {

    /// Returns before the deadline plus a little whatever the wiki does, and does not throw for what it does.
    Outcome execute(Attempt attempt, Rule rule, Deadline deadline) throws InterruptedException;
}
