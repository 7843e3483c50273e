package atoll.it.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The working tree the tests run in: the nearest directory upwards that contains `mvnw`.
public final class Repository {
    private static final Set<String> NOT_SOURCE =
            Set.of(".git", "target", ".idea", ".vscode", ".settings", "node_modules");
    private static final Set<String> TEXT = Set.of(
            "java",
            "md",
            "xml",
            "yaml",
            "yml",
            "json",
            "txt",
            "sh",
            "properties",
            "html",
            "css",
            "js",
            "config",
            "csv",
            "");

    private final Path root;

    private Repository(Path root) {
        this.root = root;
    }

    public static Repository find() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return new Repository(at);
            }
        }
        throw new AssertionError(
                "no directory from '" + start + "' upwards contains 'mvnw': run the tests in the repository");
    }

    public Path root() {
        return root;
    }

    /// Directories of the modules that the root pom lists.
    public List<Path> modules() {
        return new Pom(root.resolve("pom.xml"))
                .modules().stream().map(root::resolve).toList();
    }

    /// All files except what builds and editors leave behind.
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean state = directory.equals(root.resolve("state"));
                    return state || NOT_SOURCE.contains(String.valueOf(directory.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    // In a linked worktree .git is a file.
                    if (!String.valueOf(file.getFileName()).equals(".git")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    List<Path> files(String extension) {
        return files().stream()
                .filter(file -> extension(file).equals(extension))
                .toList();
    }

    List<Path> textFiles() {
        return files().stream().filter(file -> TEXT.contains(extension(file))).toList();
    }

    /// The path as it is written in lists and messages.
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
