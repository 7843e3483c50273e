package atoll.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Where and with what a run was made.
///
/// @param load the load average when the run began: above about 0.5 the figures say little
/// @param syncMicros what one write of 4 KiB and its sync cost on the disk of the data directories, as a median
public record Machine(
        String day,
        int cores,
        String memory,
        String kernel,
        String jdk,
        String commit,
        String load,
        double syncMicros) {

    /// @param day of the run, as it shall be printed
    /// @param directory somewhere in the checkout
    public static Machine here(String day, Path directory, double syncMicros) {
        return new Machine(
                day,
                Runtime.getRuntime().availableProcessors(),
                memorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
                commitOf(directory),
                loadAverage(),
                syncMicros);
    }

    String line() {
        return day + ", commit " + commit + ", " + cores + " cores, " + memory + " memory, " + kernel + ", JDK " + jdk
                + ", load average at the start " + load + ", write and sync of 4 KiB " + Figure.number(syncMicros)
                + " µs";
    }

    private static String loadAverage() {
        try {
            String[] parts = Files.readString(Path.of("/proc/loadavg")).split(" ");
            return parts[0] + " " + parts[1] + " " + parts[2];
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String memorySize() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String commitOf(Path directory) {
        String id = git(directory, "rev-parse", "--short=12", "HEAD");
        if (id.isEmpty()) {
            return "unknown";
        }
        return git(directory, "status", "--porcelain", "--untracked-files=no").isEmpty() ? id : id + " with changes";
    }

    private static String git(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
