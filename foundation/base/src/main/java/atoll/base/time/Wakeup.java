package atoll.base.time;

import java.time.Duration;

/// A waitable signal. Signals do not add up: any number of [#signal()] calls before an await are one.
///
/// Any thread may signal; one thread waits.
public interface Wakeup {

    /// Wakes the waiter, or lets its next [#await] return at once.
    void signal();

    /// Waits until signalled or until the time is over, and takes the signal. Returns true if there was one.
    boolean await(Duration atMost) throws InterruptedException;
}
