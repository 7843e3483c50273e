package atoll.changeprop.handler;

import atoll.work.Outcome;

/// Code that carries events out. Called by many threads at once, each a virtual one of its own.
///
/// An event may come more than once: after a crash between what the code did and its outcome being recorded, the
/// attempt is made again.
@FunctionalInterface
public interface Handling {

    /// Blocks until the event is carried out. Must heed interrupts: the thread is interrupted at the task's deadline
    /// and when Atoll stops.
    ///
    /// @return [Outcome.Done], [Outcome.Failed] (tried again as the rule says), [Outcome.Rejected] (a dead
    /// letter at once) or [Outcome.Postponed] (uncharged, later)
    /// @throws Exception counts as [Outcome.Failed], with its message
    Outcome handle(Task task) throws Exception;
}
