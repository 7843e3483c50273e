package atoll.changeprop.executor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process with everything it started. Safe for use by many threads.
public final class ProcessGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessGroup.class);
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+([0-9]{1,12}) kB$");

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Process leader;
    private final boolean grouped;

    private ProcessGroup(Process leader, boolean grouped) {
        this.leader = leader;
        this.grouped = grouped;
    }

    /// Starts a process as the leader of a group of its own, so that it can be killed with all it starts.
    ///
    /// @throws IOException if the program cannot be started at all
    public static ProcessGroup start(ProcessBuilder builder) throws IOException {
        boolean grouped = Files.isExecutable(SETSID);
        if (grouped) {
            List<String> command = new ArrayList<>(builder.command());
            command.addFirst(SETSID.toString());
            builder.command(command);
        }
        return new ProcessGroup(builder.start(), grouped);
    }

    public Process leader() {
        return leader;
    }

    /// Kills all, also those that outlived their leader.
    public void kill() {
        List<ProcessHandle> descendants = leader.descendants().toList();
        if (grouped) {
            killGroup();
        }
        leader.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private void killGroup() {
        try {
            // Java cannot signal a group; this lasts milliseconds and need not be waited for.
            var _ = new ProcessBuilder("/bin/kill", "-KILL", "--", "-" + leader.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("pid", leader.pid())
                    .addKeyValue("reason", e.getMessage())
                    .log("process group could not be killed");
        }
    }

    /// Memory the leader holds; 0 where the system does not tell.
    public long leaderBytes() {
        return residentBytes(leader.toHandle());
    }

    /// Memory all hold together. Looks through all processes of the machine, so not for every job.
    public long allBytes() {
        return Stream.concat(Stream.of(leader.toHandle()), leader.descendants())
                .mapToLong(ProcessGroup::residentBytes)
                .sum();
    }

    private static long residentBytes(ProcessHandle process) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
            Matcher matcher = RESIDENT.matcher(status);
            return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
