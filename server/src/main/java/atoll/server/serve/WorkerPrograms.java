package atoll.server.serve;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.server.node.AtollConfig;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the programs that workers are to be, so that a mistyped one is refused at the start and not job by job.
final class WorkerPrograms {
    /// Where the system looks if nothing is said.
    private static final String USUAL_PATH = "/bin:/usr/bin";

    private final String searchPath;

    private WorkerPrograms(String searchPath) {
        this.searchPath = searchPath;
    }

    /// @throws AtollException INVALID with all programs that cannot be started, one a line
    static void check(AtollConfig config, Environment environment) {
        WorkerPrograms programs = new WorkerPrograms(environment.variables().getOrDefault("PATH", USUAL_PATH));
        List<String> problems = new ArrayList<>();
        programs.look("worker", config.worker(), problems);
        new TreeMap<>(config.wikis())
                .forEach((wiki, address) -> programs.look("wikis." + wiki + ".worker", address.worker(), problems));
        if (!problems.isEmpty()) {
            throw new AtollException(ErrorKind.INVALID, String.join("\n", problems));
        }
    }

    private void look(String key, AtollConfig.@Nullable Worker worker, List<String> problems) {
        if (worker == null) {
            return;
        }
        String name = worker.command().getFirst();
        String problem = problem(name);
        if (!problem.isEmpty()) {
            problems.add(key + ".command names the program '" + name + "', " + problem);
        }
    }

    private String problem(String name) {
        try {
            if (name.contains("/")) {
                return problemOfFile(Path.of(name));
            }
            boolean isFound = Stream.of(searchPath.split(":", -1))
                    .map(directory -> Path.of(directory).resolve(name))
                    .anyMatch(file -> problemOfFile(file).isEmpty());
            return isFound
                    ? ""
                    : "which is not in the PATH (" + searchPath + "): install it, or write its absolute path";
        } catch (InvalidPathException e) {
            return "which cannot be the name of a file: " + e.getReason();
        }
    }

    private static String problemOfFile(Path file) {
        if (!Files.exists(file)) {
            return "which does not exist: write the absolute path of a program that does";
        }
        if (!Files.isRegularFile(file)) {
            return "which is no file: write the path of the program itself";
        }
        return Files.isExecutable(file)
                ? ""
                : "which Atoll's user must not execute: chmod +x it, or write its interpreter before it";
    }
}
