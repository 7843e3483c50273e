package atoll.base.config;

import atoll.base.error.AtollException;
import atoll.base.file.FileTrouble;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A type written as one piece of text.
///
/// @param description completes "must be …"
record Leaf(String description, Reader reader) {
    private static final String FILE = "file:";
    private static final int LONGEST_SECRET = 64 << 10;

    /// Makes the value; relative paths start in the directory. Throws [Refused] with what is wrong, or with an empty
    /// message if the description says it all.
    @FunctionalInterface
    interface Reader {
        Object read(String text, Path directory) throws Refused;
    }

    static final class Refused extends Exception {
        Refused(String message) {
            super(message);
        }
    }

    static @Nullable Leaf of(Class<?> type) {
        if (type.isEnum()) {
            return ofEnum(type);
        }
        return switch (type.getName()) {
            case "java.lang.String" -> new Leaf("text", (text, directory) -> text);
            case "int", "java.lang.Integer" ->
                new Leaf("a whole number", (text, directory) -> number(() -> Integer.valueOf(text)));
            case "long", "java.lang.Long" ->
                new Leaf("a whole number", (text, directory) -> number(() -> Long.valueOf(text)));
            case "double", "java.lang.Double" -> new Leaf("a number", (text, directory) -> decimal(text));
            case "boolean", "java.lang.Boolean" -> new Leaf("true or false", (text, directory) -> truth(text));
            case "java.time.Duration" ->
                new Leaf(
                        "a duration (examples: 500ms, 5s, 10m, 7d)",
                        (text, directory) -> parsed(() -> Durations.parse(text)));
            case "atoll.base.config.DataSize" ->
                new Leaf(
                        "a size (examples: 512B, 64KiB, 10MiB)",
                        (text, directory) -> parsed(() -> DataSize.parse(text)));
            case "java.nio.file.Path" -> new Leaf("a path", Leaf::path);
            case "java.net.URI" -> new Leaf("a URL with its scheme (example: http://localhost:8080)", Leaf::uri);
            case "atoll.base.config.Secret" -> new Leaf("a secret, inline or as file:PATH", Leaf::secret);
            default -> null;
        };
    }

    static String format(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Duration duration -> Durations.format(duration);
            case Enum<?> constant -> Kebab.ofConstant(constant.name());
            default -> value.toString();
        };
    }

    private static Leaf ofEnum(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        String names = Arrays.stream(constants)
                .map(constant -> "'" + format(constant) + "'")
                .collect(Collectors.joining(", "));
        return new Leaf(
                "one of " + names,
                (text, directory) -> Arrays.stream(constants)
                        .filter(constant -> format(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new Refused("")));
    }

    @FunctionalInterface
    private interface Parser {
        Object parse();
    }

    private static Object number(Parser parser) throws Refused {
        try {
            return parser.parse();
        } catch (NumberFormatException e) {
            throw new Refused("");
        }
    }

    private static Object parsed(Parser parser) throws Refused {
        try {
            return parser.parse();
        } catch (AtollException e) {
            throw new Refused("");
        }
    }

    private static Object decimal(String text) throws Refused {
        if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            throw new Refused("");
        }
        return Double.valueOf(text);
    }

    private static Object truth(String text) throws Refused {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Refused("");
        };
    }

    private static Object path(String text, Path directory) throws Refused {
        if (text.isEmpty()) {
            throw new Refused("");
        }
        try {
            return directory.resolve(text);
        } catch (InvalidPathException e) {
            throw new Refused("");
        }
    }

    private static Object uri(String text, Path directory) throws Refused {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && !uri.isOpaque()) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new Refused("");
        }
        throw new Refused("");
    }

    private static Object secret(String text, Path directory) throws Refused {
        String value = text.startsWith(FILE) ? secretFile(text.substring(FILE.length()), directory) : text;
        if (value.isEmpty()) {
            throw new Refused("is empty");
        }
        return new Secret(value);
    }

    private static String secretFile(String name, Path directory) throws Refused {
        Path file = (Path) path(name, directory);
        try {
            if (Files.size(file) > LONGEST_SECRET) {
                throw new Refused("is in '" + file + "', which is larger than " + LONGEST_SECRET + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
        } catch (IOException e) {
            throw new Refused("cannot be read from '" + file + "': " + FileTrouble.text(e));
        }
    }
}
