package atoll.work;

/// Carries out one attempt. Called on a virtual thread of its own; blocks until there is an outcome.
public interface Executor {

    /// Must return within the rule's timeout, whatever the other end does, and must not throw for what the other end
    /// does. An exception counts as [Outcome.Failed].
    Outcome execute(Attempt attempt) throws InterruptedException;
}
