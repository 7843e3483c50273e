package atoll.server.command;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.FileTrouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options every command over the admin API has.
public final class ServerOptions {
    private static final long LONGEST_TOKEN = 4096;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "where Atoll is (default: ATOLL_SERVER, else " + CommandContext.DEFAULT_SERVER + ")")
    private @Nullable String server;

    @Option(names = "--token-file", paramLabel = "FILE", description = "file with the admin token of that server")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "print the server's JSON instead of text")
    private boolean json;

    // Looked at by Commands, which must know of it also when a command did not even start.
    @Option(names = "--debug", description = "print stack traces")
    private boolean debug;

    public boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }

    /// A client of the server; close it.
    AdminClient open(CommandContext context) {
        String given = server;
        return AdminClient.open(uri(given == null ? context.server() : given), token(), context.time());
    }

    private static URI uri(String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw badUri(text, e);
        }
        throw badUri(text, null);
    }

    private static AtollException badUri(String text, @Nullable Throwable cause) {
        return new AtollException(
                ErrorKind.INVALID,
                "server is '" + text + "': must be an http or https URL (example: " + CommandContext.DEFAULT_SERVER
                        + ")",
                cause);
    }

    private @Nullable String token() {
        Path file = tokenFile;
        if (file == null) {
            return null;
        }
        try {
            if (Files.size(file) > LONGEST_TOKEN) {
                throw new AtollException(
                        ErrorKind.INVALID, "--token-file '" + file + "' has more than " + LONGEST_TOKEN + " bytes");
            }
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new AtollException(
                        ErrorKind.INVALID, "--token-file '" + file + "' must hold one line of printable ASCII");
            }
            return token;
        } catch (IOException e) {
            throw new AtollException(
                    ErrorKind.INVALID, "--token-file: cannot read '" + file + "': " + FileTrouble.text(e), e);
        }
    }
}
