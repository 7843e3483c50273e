package atoll.changeprop.executor.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A shell script in a directory of its own, and what it left there: each event in a file, and the id of each of its
/// processes that hangs.
record Script(Path directory) {

    /// @param text begins with what keeps an event: `keep`, and `hang`
    static Script in(Path directory, String text) {
        try {
            Path file = Files.writeString(directory.resolve("script"), """
                    #!/bin/sh
                    cd '%s'
                    keep() { mv -- "$1" "event-$(date +%%s%%N)-$$"; }
                    hang() { echo $$ > "hanging-$$"; sleep 1000; }
                    """.formatted(directory) + text);
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made executable");
            }
            return new Script(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return directory.resolve("script").toString();
    }

    /// Events that came, without the newline that ends a line.
    List<String> received() {
        return files("event-").stream()
                .map(Script::text)
                .map(text -> text.endsWith("\n") ? text.substring(0, text.length() - 1) : text)
                .toList();
    }

    /// A killed orphan may stay as a zombie where nobody collects it.
    boolean isHanging() {
        return files("hanging-").stream()
                .map(file -> Path.of("/proc", text(file).strip(), "status"))
                .anyMatch(status -> Files.exists(status) && !text(status).contains("State:\tZ"));
    }

    private List<Path> files(String prefix) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            // A process that ends takes its files of /proc along.
            return "State:\tZ";
        }
    }
}
