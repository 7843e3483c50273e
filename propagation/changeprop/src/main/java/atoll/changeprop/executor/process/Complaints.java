package atoll.changeprop.executor.process;

import atoll.base.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The last bytes of what a process writes to one of its outputs. Written by one thread, read by any.
public final class Complaints {
    private static final int KEPT = 2048;
    private static final int AGAIN = 50;
    private static final Duration AGAIN_EVERY = Duration.ofMillis(1);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Object lock = new Object(); // guards the two below
    private final byte[] ring = new byte[KEPT];
    private long written;

    /// Reads to the end.
    ///
    /// When the process exits, the JDK takes what is left in the pipe, closes the pipe under its reader, and
    /// only then puts what it took in its place: a read that fails is tried again a few times.
    public void listen(InputStream in, TimeSource time) {
        try (in) {
            boolean isRead = isRead(in);
            for (int again = 0; !isRead && again < AGAIN; again++) {
                time.sleep(AGAIN_EVERY);
                isRead = isRead(in);
            }
        } catch (IOException e) {
            // Closing a pipe that broke.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    /// False if the pipe broke.
    private boolean isRead(InputStream in) {
        byte[] buffer = new byte[KEPT];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                add(buffer, read);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void add(byte[] bytes, int length) {
        synchronized (lock) {
            for (int i = 0; i < length; i++) {
                ring[(int) (written++ % KEPT)] = bytes[i];
            }
        }
    }

    /// Bytes read so far.
    public long count() {
        synchronized (lock) {
            return written;
        }
    }

    /// Waits until everything was read.
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// What was written last; from the start of a line if more was written than is kept.
    public String tail() {
        byte[] bytes;
        boolean cut;
        synchronized (lock) {
            int length = (int) Math.min(written, KEPT);
            cut = written > KEPT;
            bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = ring[(int) ((written - length + i) % KEPT)];
            }
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int line = cut ? text.indexOf('\n') : -1;
        return text.substring(line + 1).strip();
    }
}
