package atoll.changeprop.executor.worker;

import atoll.base.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts processes of this machine, each as the leader of its own group, so that it can be killed with all it started.
final class LocalProcesses implements WorkerLauncher {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final TimeSource time;

    LocalProcesses(TimeSource time) {
        this.time = time;
    }

    @Override
    public WorkerProcess start(WorkerSettings settings) throws IOException {
        boolean grouped = Files.isExecutable(SETSID);
        List<String> command = new ArrayList<>();
        if (grouped) {
            command.add(SETSID.toString());
        }
        command.addAll(settings.command());
        Process process = new ProcessBuilder(command).start();
        return new LocalProcess(process, new ProcessGroup(process, grouped), settings, time).begin();
    }
}
