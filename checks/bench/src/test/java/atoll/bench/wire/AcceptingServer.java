package atoll.bench.wire;

import atoll.base.lifecycle.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/// Answers every request with the same status and tells the numbers of the events it got.
final class AcceptingServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final byte[] answer;
    private final LongConsumer numbers;

    AcceptingServer(int status, LongConsumer numbers) throws IOException {
        this.answer = ("HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\nok").getBytes(StandardCharsets.US_ASCII);
        this.numbers = numbers;
        Threads.startVirtual("accepting-server", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Threads.startVirtual("accepting-connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    private void serve(Socket socket) {
        byte[] buffer = new byte[8192];
        try (socket) {
            InputStream in = socket.getInputStream();
            int filled = in.read(buffer);
            while (filled > 0) {
                int headEnd = Framing.headEnd(buffer, filled);
                int end = headEnd < 0 ? Integer.MAX_VALUE : headEnd + Framing.contentLength(buffer, headEnd);
                if (filled >= end) {
                    numbers.accept(EventRequest.numberIn(buffer, headEnd, end - headEnd));
                    socket.getOutputStream().write(answer);
                    filled = 0;
                }
                int count = in.read(buffer, filled, buffer.length - filled);
                filled = count < 0 ? -1 : filled + count;
            }
        } catch (IOException e) {
            // The load has what it wanted.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
