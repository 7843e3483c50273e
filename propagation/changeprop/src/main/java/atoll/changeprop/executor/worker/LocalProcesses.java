package atoll.changeprop.executor.worker;

import atoll.base.time.TimeSource;
import atoll.changeprop.executor.process.ProcessGroup;
import java.io.IOException;

/// Starts processes of this machine, each as the leader of its own group, so that it can be killed with all it started.
final class LocalProcesses implements WorkerLauncher {
    private final TimeSource time;

    LocalProcesses(TimeSource time) {
        this.time = time;
    }

    @Override
    public WorkerProcess start(WorkerSettings settings) throws IOException {
        ProcessGroup group = ProcessGroup.start(new ProcessBuilder(settings.command()));
        return new LocalProcess(group.leader(), group, settings, time).begin();
    }
}
