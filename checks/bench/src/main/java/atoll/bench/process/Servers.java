package atoll.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Starts the servers that are measured and compared.
public interface Servers {

    /// An Atoll that takes requests when this returns. It may still be reading what was left from before.
    ServerUnderTest atoll(Setup setup) throws IOException, InterruptedException;

    /// The same HTTP server with the same settings, which reads each event and answers 201 without storing anything.
    ServerUnderTest nothing() throws IOException, InterruptedException;

    /// How an Atoll is set up.
    ///
    /// @param data its directory
    /// @param wiki where jobs run; null keeps them waiting
    /// @param concurrency of the jobs' rule; 0 for the built-in rule and its default
    /// @param syncDelay added to each sync of the log
    record Setup(Path data, @Nullable String wiki, int concurrency, Duration syncDelay) {

        /// Jobs wait, because no wiki is known.
        public static Setup waiting(Path data) {
            return new Setup(data, null, 0, Duration.ZERO);
        }

        public Setup withWiki(String url, int newConcurrency) {
            return new Setup(data, url, newConcurrency, syncDelay);
        }

        public Setup withSyncDelay(Duration newDelay) {
            return new Setup(data, wiki, concurrency, newDelay);
        }
    }
}
