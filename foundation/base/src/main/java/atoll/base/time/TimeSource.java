package atoll.base.time;

import java.time.Duration;
import java.time.InstantSource;

/// All time in Atoll: reading it and waiting for it.
///
/// [#instant()] may step backwards when the machine's clock is set; [#nanoTime()] never does. Deadlines and leases are
/// measured with nanoTime inside one process and with instants across restarts. Safe for use by many threads.
public interface TimeSource extends InstantSource {

    /// Nanoseconds since an arbitrary origin, monotonic within this process.
    long nanoTime();

    /// Waits, in virtual time where time is virtual.
    void sleep(Duration duration) throws InterruptedException;

    /// A new signal that can be waited for with a deadline.
    Wakeup newWakeup();
}
