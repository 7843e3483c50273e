package atoll.server.command;

import atoll.base.time.TimeSource;
import java.io.InputStream;

/// What the commands take from the process they run in.
///
/// @param server where Atoll is, unless `--server` says otherwise
/// @param user who acts, for timelines
/// @param in what `-` reads
public record CommandContext(String server, String user, InputStream in, TimeSource time) {
    public static final String DEFAULT_SERVER = "http://127.0.0.1:8080";
}
