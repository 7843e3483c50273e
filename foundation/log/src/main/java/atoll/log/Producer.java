package atoll.log;

/// A named appender of which only the newest may append. Safe for use by many threads.
public interface Producer {

    String name();

    /// Hands a batch over; it is durable once the result says so. Batches of one producer become visible in the order
    /// they were handed over.
    ///
    /// @throws LogUnavailable at once if the log refuses appends or its queue is full
    /// @throws ProducerFenced at once if it is already known that a newer producer of this name exists
    Appending submit(Batch batch);
}
