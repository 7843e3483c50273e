package atoll.changeprop.intake.schema;

import atoll.base.error.AtollException;
import atoll.base.error.Check;
import atoll.base.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The schemas an intake knows: those that ship inside and those of a directory, which win. Compiled once. Safe for use
/// by
/// many threads.
///
/// A bundled document serves every version of its major version; one of the directory
/// (`<title>/<version>.yaml`, `.yml` or `.json`) serves exactly its version. Nothing is ever fetched.
public final class SchemaCatalog {
    private static final String BUNDLED = "/atoll/changeprop/intake/schema/";
    private static final int MAX_FILES = 5_000;
    private static final long MAX_FILE_BYTES = 4 << 20;
    private static final int MAX_REMEMBERED = 2_000;
    private static final JsonMapper JSON = new JsonMapper();

    /// The answer to a question for a schema.
    public sealed interface Lookup {
        record Found(EventSchema schema) implements Lookup {}

        record Unknown(SchemaUri uri) implements Lookup {}

        /// The URI is absolute or malformed; the reason says so.
        record Refused(String reason) implements Lookup {}
    }

    private final Map<String, EventSchema> byMajor;
    private final Map<String, EventSchema> byVersion;
    private final Map<String, Lookup> remembered = new ConcurrentHashMap<>();

    private SchemaCatalog(Map<String, EventSchema> byMajor, Map<String, EventSchema> byVersion) {
        this.byMajor = Map.copyOf(byMajor);
        this.byVersion = Map.copyOf(byVersion);
    }

    /// Only the schemas that ship inside.
    public static SchemaCatalog bundled() {
        return open(null);
    }

    /// The schemas that ship inside and those of a directory.
    ///
    /// @throws AtollException INVALID naming every file of the directory that is no schema
    public static SchemaCatalog open(@Nullable Path directory) {
        Map<String, EventSchema> byMajor = new HashMap<>();
        for (String name : readResource("index.txt").lines().toList()) {
            byMajor.put(name, EventSchema.compile(name, JSON.readTree(readResource(name + ".json"))));
        }
        return new SchemaCatalog(byMajor, directory == null ? Map.of() : readDirectory(directory));
    }

    /// Finds the schema a `$schema` names.
    public Lookup find(String uri) {
        Lookup known = remembered.get(uri);
        if (known != null) {
            return known;
        }
        Lookup found = lookUp(uri);
        if (found instanceof Lookup.Found && remembered.size() < MAX_REMEMBERED) {
            remembered.put(uri, found);
        }
        return found;
    }

    private Lookup lookUp(String uri) {
        SchemaUri parsed = SchemaUri.parse(uri).orElse(null);
        if (parsed == null) {
            String shown = uri.length() > 100 ? uri.substring(0, 100) + "…" : uri;
            return new Lookup.Refused("$schema is '" + shown + "': must be relative, as in '/mediawiki/job/1.0.0'");
        }
        EventSchema schema = byVersion.get(parsed.title() + "/" + parsed.version());
        if (schema == null) {
            schema = byMajor.get(parsed.title() + "/" + parsed.major());
        }
        return schema == null ? new Lookup.Unknown(parsed) : new Lookup.Found(schema);
    }

    private static Map<String, EventSchema> readDirectory(Path directory) {
        List<String> problems = new ArrayList<>();
        Map<String, EventSchema> schemas = new HashMap<>();
        Path root = realPath(directory);
        for (Path file : schemaFiles(root)) {
            String path = root.relativize(file).toString().replace('\\', '/');
            String name = path.substring(0, path.lastIndexOf('.'));
            SchemaUri uri = SchemaUri.parse("/" + name).orElse(null);
            if (uri == null) {
                continue;
            }
            try {
                EventSchema schema = EventSchema.compile(path, readDocument(file));
                if (schema.title().equals(uri.title())) {
                    schemas.put(name, schema);
                } else {
                    problems.add("schema '" + path + "' has the title '" + schema.title() + "': must be '" + uri.title()
                            + "'");
                }
            } catch (IOException | JacksonException | YamlEngineException e) {
                problems.add("schema '" + path + "' cannot be read: " + e.getMessage());
            } catch (AtollException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new AtollException(ErrorKind.INVALID, String.join("\n", problems));
        }
        return schemas;
    }

    /// A directory that is a link would not be walked.
    private static Path realPath(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw new AtollException(ErrorKind.INVALID, "schema directory '" + directory + "' does not exist", e);
        }
    }

    private static List<Path> schemaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .limit(MAX_FILES + 1L)
                    .toList();
            if (found.size() > MAX_FILES) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "schema directory '" + directory + "' holds more than " + MAX_FILES
                                + " files; give a smaller one");
            }
            return found;
        } catch (IOException e) {
            throw new AtollException(
                    ErrorKind.INVALID, "schema directory '" + directory + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode readDocument(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
        }
        String text = Files.readString(file);
        if (file.toString().endsWith(".json")) {
            return JSON.readTree(text);
        }
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static String readResource(String name) {
        try (InputStream in = SchemaCatalog.class.getResourceAsStream(BUNDLED + name)) {
            Check.state(in != null, "bundled schema file is missing: " + name);
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AtollException(ErrorKind.INTERNAL, "bundled schema '" + name + "' cannot be read", e);
        }
    }
}
