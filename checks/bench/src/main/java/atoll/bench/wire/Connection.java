package atoll.bench.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A kept connection to a server on this machine, for one thread: one request, then its whole answer.
public final class Connection implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final int MOST_ANSWER = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[MOST_ANSWER];

    public Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Sends a complete request and reads its answer to the end; the answer's status.
    public int exchange(byte[] request) throws IOException {
        out.write(request);
        int filled = 0;
        int headEnd = -1;
        while (headEnd < 0) {
            filled += read(filled);
            headEnd = Framing.headEnd(buffer, filled);
        }
        int end = headEnd + Framing.contentLength(buffer, headEnd);
        while (filled < end) {
            filled += read(filled);
        }
        return Framing.status(buffer);
    }

    private int read(int filled) throws IOException {
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count <= 0) {
            throw new IOException(
                    count < 0
                            ? "the server closed the connection"
                            : "the answer is longer than the " + MOST_ANSWER + " bytes allowed");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// A page of the server, over a connection of its own.
    public static Page get(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            byte[] bytes = answer.toByteArray();
            int headEnd = Framing.headEnd(bytes, bytes.length);
            if (headEnd < 0) {
                throw new IOException("the server closed the connection before the answer to '" + path + "' was there");
            }
            return new Page(
                    Framing.status(bytes), new String(bytes, headEnd, bytes.length - headEnd, StandardCharsets.UTF_8));
        }
    }

    /// An answer to [#get].
    public record Page(int status, String body) {}
}
