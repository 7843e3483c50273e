package atoll.changeprop.executor.worker;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.time.Duration;
import java.util.List;

/// How one pool of workers is run.
///
/// @param name what the pool is called in logs and metrics: the wiki's id
/// @param command program and arguments, not passed through a shell
/// @param processes jobs under way at once
/// @param jobsPerProcess a process is replaced after so many
/// @param memoryBytes a process that holds more after a job is replaced; one that holds twice as much during a job is
/// killed
/// @param maxAge a process is replaced when it is older
/// @param startWithin how long a process may take to greet
public record WorkerSettings(
        String name,
        List<String> command,
        int processes,
        int jobsPerProcess,
        long memoryBytes,
        Duration maxAge,
        Duration startWithin) {

    /// More processes would not fit a machine that also serves the wiki.
    public static final int MOST_PROCESSES = 256;

    public WorkerSettings {
        command = List.copyOf(command);
        require(!command.isEmpty() && !command.getFirst().isBlank(), name, "command", "is empty: must name a program");
        require(
                processes >= 1 && processes <= MOST_PROCESSES,
                name,
                "processes",
                "is " + processes + ": must be 1 to " + MOST_PROCESSES);
        require(jobsPerProcess >= 1, name, "jobs-per-process", "is " + jobsPerProcess + ": must be at least 1");
        require(memoryBytes >= 16L << 20, name, "memory", "is " + memoryBytes + " bytes: must be at least 16 MiB");
        require(maxAge.isPositive(), name, "max-age", "is " + maxAge + ": must be longer than nothing");
        require(startWithin.isPositive(), name, "start-within", "is " + startWithin + ": must be longer than nothing");
    }

    /// Above this a job is killed although it is not over.
    long mostBytes() {
        return 2 * memoryBytes;
    }

    private static void require(boolean holds, String name, String key, String problem) {
        if (!holds) {
            throw new AtollException(ErrorKind.INVALID, "worker of wiki '" + name + "': " + key + " " + problem);
        }
    }
}
