package atoll.log.embedded.disk;

import java.io.IOException;
import java.nio.file.Path;

/// The disk could not make something durable. What is on it is unknown from here on; only reading it back at the next
/// start tells.
public final class SyncFailed extends IOException {
    SyncFailed(Path path, IOException cause) {
        super("sync of '" + path + "' failed: " + cause.getMessage(), cause);
    }

    /// Anything that makes data durable.
    public interface Sync {
        void run() throws IOException;
    }

    public static void guard(Path path, Sync sync) throws SyncFailed {
        try {
            sync.run();
        } catch (IOException e) {
            throw new SyncFailed(path, e);
        }
    }
}
