package atoll.changeprop.executor.worker;

import java.io.IOException;

/// The port that starts processes.
@FunctionalInterface
interface WorkerLauncher {

    /// Starts one; it has not greeted yet.
    ///
    /// @throws IOException if the program cannot be started at all
    WorkerProcess start(WorkerSettings settings) throws IOException;
}
