package atoll.log.embedded;

import java.io.IOException;
import java.nio.file.Path;

/// The disk could not make something durable. What is on it is unknown from here on; only reading it back at the next
/// start tells.
final class SyncFailed extends IOException {
    SyncFailed(Path path, IOException cause) {
        super("sync of '" + path + "' failed: " + cause.getMessage(), cause);
    }

    /// Anything that makes data durable.
    interface Sync {
        void run() throws IOException;
    }

    static void guard(Path path, Sync sync) throws SyncFailed {
        try {
            sync.run();
        } catch (IOException e) {
            throw new SyncFailed(path, e);
        }
    }
}
