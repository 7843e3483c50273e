package atoll.server.backup;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What a backup holds.
///
/// ```json
/// {"format":1,"version":"0.1.0","at":"2026-01-02T03:04:05Z",
///  "files":[{"name":"checkpoint","bytes":120,"sha256":"9f86…"}]}
/// ```
///
/// @param version of the program that was backed up
/// @param at what was acknowledged before this time is in it
public record Manifest(String version, String at, List<Entry> files) {
    static final String NAME = "manifest.json";
    private static final int FORMAT = 1;
    private static final long LARGEST = 256L << 20;
    private static final Pattern FILE =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,8}");
    private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");

    public Manifest {
        files = List.copyOf(files);
    }

    /// A file of the log's directory.
    ///
    /// @param name with `/`; never leaves the directory
    public record Entry(String name, long bytes, String sha256) {
        public Entry {
            checkName(name);
            if (bytes < 0 || !SUM.matcher(sha256).matches()) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "the backup's entry '" + name + "' has " + bytes + " bytes and the checksum '" + sha256
                                + "': not what a manifest says");
            }
        }
    }

    /// Refuses names that could lead out of the directory.
    static void checkName(String name) {
        if (!FILE.matcher(name).matches()) {
            throw new AtollException(
                    ErrorKind.INVALID, "a backup cannot hold the file name '" + name + "': not a file of the log");
        }
    }

    long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    byte[] json() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Entry file : files) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", file.name);
            entry.put("bytes", file.bytes);
            entry.put("sha256", file.sha256);
            entries.add(entry);
        }
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", FORMAT);
        manifest.put("version", version);
        manifest.put("at", at);
        manifest.put("files", entries);
        return Json.write(manifest);
    }

    /// The manifest of a complete backup.
    static Manifest read(Path backup) {
        Path path = backup.resolve(NAME);
        try {
            if (Files.size(path) > LARGEST) {
                throw new AtollException(ErrorKind.INVALID, "'" + path + "' has more than " + LARGEST + " bytes");
            }
            return of(Json.readTree(Files.readAllBytes(path)), path);
        } catch (NoSuchFileException e) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "'" + backup + "' is no complete backup: it has no '" + NAME
                            + "', which is written last; use another one",
                    e);
        } catch (IOException e) {
            throw new AtollException(ErrorKind.UNAVAILABLE, "cannot read '" + path + "': " + e.getMessage(), e);
        }
    }

    private static Manifest of(JsonNode json, Path path) {
        int format = json.path("format").asInt(0);
        if (format > FORMAT) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "'" + path + "' has format " + format + ", this program reads up to " + FORMAT
                            + "; use a newer one");
        }
        if (format < 1 || !json.path("files").isArray()) {
            throw new AtollException(ErrorKind.INVALID, "'" + path + "' is not the manifest of a backup");
        }
        List<Entry> files = new ArrayList<>();
        for (JsonNode file : json.path("files")) {
            files.add(new Entry(
                    file.path("name").asString(""),
                    file.path("bytes").asLong(-1),
                    file.path("sha256").asString("")));
        }
        return new Manifest(json.path("version").asString(""), json.path("at").asString(""), files);
    }
}
