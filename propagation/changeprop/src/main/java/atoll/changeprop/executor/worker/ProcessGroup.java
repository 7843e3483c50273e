package atoll.changeprop.executor.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process with everything it started. Safe for use by many threads.
final class ProcessGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessGroup.class);
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+([0-9]{1,12}) kB$");

    private final Process leader;
    private final boolean grouped;

    /// @param grouped true if the process leads a process group of its own
    ProcessGroup(Process leader, boolean grouped) {
        this.leader = leader;
        this.grouped = grouped;
    }

    /// Kills all, also those that outlived their leader.
    void kill() {
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
    long leaderBytes() {
        return residentBytes(leader.toHandle());
    }

    /// Memory all hold together. Looks through all processes of the machine, so not for every job.
    long allBytes() {
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
