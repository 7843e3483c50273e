package atoll.work.owner;

import atoll.work.Attempt;
import atoll.work.Outcome;
import atoll.work.RulePolicy;

/// Starts attempts somewhere else and reports what became of them.
public interface Dispatcher {

    /// Starts the attempt and returns at once. The report is called exactly once, from any thread.
    void start(Attempt attempt, RulePolicy policy, Report report);

    /// Takes an attempt's outcome.
    interface Report {
        void outcome(Outcome outcome);
    }
}
