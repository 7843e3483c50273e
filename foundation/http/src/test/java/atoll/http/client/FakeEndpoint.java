package atoll.http.client;

import atoll.base.lifecycle.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that answers each request with whatever its script writes.
final class FakeEndpoint implements AutoCloseable {
    final AtomicInteger connections = new AtomicInteger();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private final Script script;

    /// Answers one request; false closes the connection.
    @FunctionalInterface
    interface Script {
        boolean answer(OutputStream out) throws IOException, InterruptedException;
    }

    FakeEndpoint(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Threads.startVirtual("fake-endpoint", this::accept);
    }

    static Script always(String response) {
        return out -> {
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        };
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                Threads.startVirtual("fake-connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // The test has ended.
            requests.add("closed");
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean goOn = true;
            while (goOn && readRequest(in)) {
                goOn = script.answer(socket.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
            requests.add("broken off");
        }
    }

    private boolean readRequest(BufferedReader in) throws IOException {
        StringBuilder request = new StringBuilder();
        int length = 0;
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            request.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            line = in.readLine();
        }
        if (line == null) {
            return false;
        }
        request.append('\n');
        for (int i = 0; i < length; i++) {
            request.append((char) in.read());
        }
        requests.add(request.toString());
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
