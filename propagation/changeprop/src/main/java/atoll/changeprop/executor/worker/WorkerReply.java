package atoll.changeprop.executor.worker;

import java.time.Duration;

/// What came of handing a job to a pool.
sealed interface WorkerReply {

    /// A worker answered.
    record Answered(WorkerAnswer answer) implements WorkerReply {}

    /// The job was handed to a worker, which is gone now without an answer that could be used.
    ///
    /// @param exit its exit code, 128 + signal if one ended it; 0 if it was killed by Atoll
    /// @param reason for a person
    record Broken(int exit, String reason) implements WorkerReply {}

    /// No worker was there to take the job.
    ///
    /// @param retryAfter when it is worth trying again
    record NoWorker(String reason, Duration retryAfter) implements WorkerReply {}
}
