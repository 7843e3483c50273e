package atoll.bench.wire;

import atoll.base.lifecycle.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A wiki that does nothing: every POST is a job done at once. As cheap as a server can be, so that dispatching is what
/// costs.
///
/// While its valve is closed it holds back all answers; thereby a backlog can be built up under a running server.
public final class NoopWiki implements AutoCloseable {
    private static final int MOST_REQUEST = 64 * 1024;
    private static final Duration VALVE_WITHIN = Duration.ofMinutes(30);
    private static final byte[] DONE =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":true}"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final Arrivals arrivals;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();
    private volatile CountDownLatch valve = new CountDownLatch(0);
    private volatile long lastNanos;

    /// Told about each request once its last byte is there.
    public interface Arrivals {
        /// @param number of the event, or -1
        void arrived(long number, long nanos);
    }

    public NoopWiki(Arrivals arrivals) throws IOException {
        this.arrivals = arrivals;
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Threads.startPlatform("noop-wiki", this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public void closeValve() {
        valve = new CountDownLatch(1);
    }

    public void openValve() {
        valve.countDown();
    }

    /// Requests that have arrived so far.
    public long count() {
        return count.get();
    }

    /// When the last of them arrived.
    public long lastNanos() {
        return lastNanos;
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                open.add(socket);
                Threads.startVirtual("noop-wiki-connection", () -> serve(socket));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                System.err.println("the no-op wiki stopped: " + e.getMessage());
            }
        }
    }

    private void serve(Socket socket) {
        byte[] buffer = new byte[MOST_REQUEST];
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            while (readRequest(in, buffer)) {
                if (!valve.await(VALVE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    return;
                }
                out.write(DONE);
            }
        } catch (IOException e) {
            // The server under test has gone away, as it does at the end of a round.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private boolean readRequest(InputStream in, byte[] buffer) throws IOException {
        int filled = 0;
        int headEnd = -1;
        int end = Integer.MAX_VALUE;
        while (filled < end) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read <= 0) {
                return false;
            }
            filled += read;
            if (headEnd < 0) {
                headEnd = Framing.headEnd(buffer, filled);
                end = headEnd < 0 ? end : headEnd + Framing.contentLength(buffer, headEnd);
            }
        }
        long now = System.nanoTime();
        lastNanos = now;
        arrivals.arrived(EventRequest.numberIn(buffer, headEnd, end - headEnd), now);
        count.incrementAndGet();
        return true;
    }

    @Override
    public void close() throws IOException {
        openValve();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
