package atoll.log;

import atoll.base.time.Deadline;
import atoll.base.time.Wakeup;

/// An append on its way to the disk. Any thread may ask.
public interface Appending {

    /// True once the batch is durable and visible, or has failed for good.
    boolean isDone();

    /// The offsets given to the batch's records, in the batch's order. Throws as [#await] does; must be done.
    long[] offsets();

    /// Waits until the batch is durable.
    ///
    /// @throws LogUnavailable if the log refuses appends (full disk, failed sync) or the deadline passed; after a
    ///     passed deadline the batch may still become durable
    /// @throws ProducerFenced if a newer producer of the same name exists
    long[] await(Deadline deadline) throws InterruptedException;

    /// Signals the wakeup once done, at once if it is already.
    void whenDone(Wakeup wakeup);
}
