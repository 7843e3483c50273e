package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// The body of a request as it comes from its connection, with a time limit for the whole and a lowest rate.
final class ConnectionBody implements BodySource {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Request request;
    private final TimeSource time;
    private final Duration allowed;
    private final int minBytesPerSecond;
    private Content.@Nullable Chunk chunk;
    private @Nullable Wakeup arrived;
    private boolean asked;
    private long askedNanos;
    private long endNanos;
    private long received;
    private boolean ended;
    private @Nullable Throwable engineFailure;

    ConnectionBody(Request request, TimeSource time, Duration allowed, int minBytesPerSecond) {
        this.request = request;
        this.time = time;
        this.allowed = allowed;
        this.minBytesPerSecond = minBytesPerSecond;
    }

    @Override
    public long declaredLength() {
        return request.getLength();
    }

    long received() {
        return received;
    }

    /// Nothing was asked for: a client that waits to be told to go on has sent nothing.
    boolean isUntouched() {
        return !asked;
    }

    /// What broke the connection or its protocol while the body was read.
    @Nullable
    Throwable engineFailure() {
        return engineFailure;
    }

    boolean isEnded() {
        return ended || received == declaredLength();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            Content.Chunk current = next();
            ByteBuffer bytes = current.getByteBuffer();
            int count = Math.min(length, bytes.remaining());
            bytes.get(into, offset, count);
            if (!bytes.hasRemaining()) {
                ended = current.isLast();
                release();
            }
            if (count > 0) {
                received += count;
                return count;
            }
        }
        return -1;
    }

    /// Reads on without keeping anything, until the end, the limits or any failure.
    void discard(Duration atMost, long maxBytes) {
        asked = true;
        askedNanos = time.nanoTime();
        endNanos = askedNanos + atMost.toNanos();
        byte[] rest = new byte[16 * 1024];
        long most = received + maxBytes;
        try {
            while (received < most && read(rest, 0, rest.length) >= 0) {
                checkRate();
            }
        } catch (AtollException _) {
            // The answer is out already, and there is nobody to tell.
            ended = true;
        }
    }

    void release() {
        Content.Chunk current = chunk;
        chunk = null;
        if (current != null) {
            current.release();
        }
    }

    private Content.Chunk next() {
        if (!asked) {
            asked = true;
            askedNanos = time.nanoTime();
            endNanos = askedNanos + allowed.toNanos();
        }
        while (true) {
            Content.Chunk current = chunk == null ? request.read() : chunk;
            if (current == null) {
                await();
            } else if (Content.Chunk.isFailure(current)) {
                throw failed(current.getFailure());
            } else {
                chunk = current;
                return current;
            }
        }
    }

    private void await() {
        Wakeup wakeup = arrived;
        if (wakeup == null) {
            wakeup = time.newWakeup();
            arrived = wakeup;
        }
        request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, wakeup::signal));
        try {
            Duration look = checkRate();
            while (!wakeup.await(look)) {
                look = checkRate();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AtollException(ErrorKind.UNAVAILABLE, "the server stopped before the body had arrived", e);
        }
    }

    /// Returns how long to wait until the next check.
    private Duration checkRate() {
        long now = time.nanoTime();
        if (now - endNanos >= 0) {
            ended = true;
            throw new RequestTooSlow("the request body had " + received + " bytes after " + allowed.toMillis()
                    + " ms, the time allowed for all of it: send faster or less");
        }
        long elapsed = now - askedNanos;
        if (elapsed > GRACE_NANOS && received < elapsed / 1e9 * minBytesPerSecond) {
            ended = true;
            throw new RequestTooSlow("the request body came at less than the " + minBytesPerSecond
                    + " bytes per second that are the least allowed: send faster");
        }
        return Duration.ofNanos(Math.min(LOOK_EVERY.toNanos(), endNanos - now));
    }

    private AtollException failed(Throwable failure) {
        ended = true;
        engineFailure = failure;
        return switch (failure) {
            case EofException _ ->
                new ClientGone("the client went away after " + received + " bytes of its body", failure);
            case HttpException bad
            when bad.getCode() == 400 ->
                new AtollException(
                        ErrorKind.INVALID, "the request body is not valid HTTP: " + bad.getReason(), failure);
            case TimeoutException _ -> new RequestTooSlow("nothing of the request body came for too long: send faster");
            default -> new ClientGone("the client went away after " + received + " bytes of its body", failure);
        };
    }
}
