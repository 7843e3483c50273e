package atoll.server.backup;

import atoll.base.time.TimeSource;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Says on standard error, at most once a second, how much was copied. Not thread-safe.
public final class Progress implements LongConsumer {
    private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final String doing;
    private final long total;
    private final TimeSource time;
    private long copied;
    private long saidAt;

    /// @param doing begins the line, for example `backup`
    public Progress(PrintWriter err, String doing, long total, TimeSource time) {
        this.err = err;
        this.doing = doing;
        this.total = total;
        this.time = time;
        this.saidAt = time.nanoTime();
    }

    @Override
    public void accept(long bytes) {
        copied += bytes;
        long now = time.nanoTime();
        if (now - saidAt >= EVERY) {
            saidAt = now;
            err.println(doing + ": " + (copied >> 20) + " of " + (total >> 20) + " MiB");
            err.flush();
        }
    }
}
