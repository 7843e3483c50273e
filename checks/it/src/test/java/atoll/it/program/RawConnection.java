package atoll.it.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/// A TCP connection whose every byte the test decides.
public final class RawConnection implements AutoCloseable {
    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    public static RawConnection to(URI address) throws IOException {
        return new RawConnection(new Socket(address.getHost(), address.getPort()));
    }

    public RawConnection send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    public RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// What comes until the other end closes.
    ///
    /// @throws IOException if it stays open and silent for longer than allowed
    public String readToEnd(Duration silence) throws IOException {
        socket.setSoTimeout((int) silence.toMillis());
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(read);
        return read.toString(ISO_8859_1);
    }

    /// What comes up to the end of the headers.
    public String readHead(Duration silence) throws IOException {
        return readUntil("\r\n\r\n", silence);
    }

    /// What comes up to a text, or to the end.
    public String readUntil(String text, Duration silence) throws IOException {
        socket.setSoTimeout((int) silence.toMillis());
        StringBuilder read = new StringBuilder();
        while (read.length() < text.length() || read.lastIndexOf(text) != read.length() - text.length()) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            read.append((char) next);
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
