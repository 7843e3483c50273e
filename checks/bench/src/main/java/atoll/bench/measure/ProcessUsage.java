package atoll.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What the Linux kernel says about a process; empty on other systems, or if the process is gone.
///
/// @param root normally `/proc`
/// @param pid the process
public record ProcessUsage(Path root, long pid) {
    /// Fixed by the kernel's interface on all platforms Java runs on.
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    public static ProcessUsage of(long pid) {
        return new ProcessUsage(Path.of("/proc"), pid);
    }

    /// Seconds of processor time in user and kernel mode so far.
    public OptionalDouble cpuSeconds() {
        try {
            String stat = Files.readString(root.resolve(Long.toString(pid)).resolve("stat"));
            // The name in the second field is free text in parentheses.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return OptionalDouble.of(
                    (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /// Bytes resident in memory.
    public OptionalLong residentBytes() {
        try {
            return Files.readAllLines(root.resolve(Long.toString(pid)).resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
