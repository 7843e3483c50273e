package atoll.changeprop.executor.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.lifecycle.Threads;
import atoll.base.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that speaks HTTP as badly as an act asks for. Requests to [#FIRST] always succeed.
final class Peer {
    static final String FIRST = "/first";
    static final String ELSEWHERE = "/elsewhere";

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final ServerSocket server;
    private final Thread accepting;
    private final Map<Act, String> answers;
    private final TimeSource time;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger hanging = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// @param answers head and body for acts whose answer is a matter of the dialect
    Peer(Map<Act, String> answers, TimeSource time) {
        this.answers = answers;
        this.time = time;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting = Threads.startVirtual("peer", this::accept);
    }

    /// A whole answer.
    static String answer(int status, String body, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /// Bodies, or the targets of requests without one.
    List<String> received() {
        return received;
    }

    /// Request lines and headers.
    List<String> heads() {
        return heads;
    }

    /// Connections on which somebody waits for an answer that does not come.
    int hanging() {
        return hanging.get();
    }

    private void accept() {
        try {
            for (int i = 0; ; i++) {
                Socket socket = server.accept();
                open.add(socket);
                Threads.startVirtual("peer-" + i, () -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                String target = head.split(" ", 3)[1];
                String body = body(in, head);
                heads.add(head);
                received.add(body.isEmpty() ? target : body);
                boolean always = target.startsWith(FIRST) || target.startsWith(ELSEWHERE);
                Act act = always ? Act.SUCCEEDS : Act.of(received.getLast());
                if (!play(act, in, out)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The caller went away, as some acts make it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                return "";
            }
            head.write(read);
        }
        return head.toString(ISO_8859_1);
    }

    private static String body(InputStream in, String head) throws IOException {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? new String(in.readNBytes(Integer.parseInt(length.group(1))), UTF_8) : "";
    }

    /// False if the connection is of no use any more.
    private boolean play(Act act, InputStream in, OutputStream out) throws IOException, InterruptedException {
        switch (act) {
            case BABBLES -> {
                send(out, "SSH-2.0-OpenSSH_9.9\r\n\u0001\u0002 (\r\n\r\n");
                return false;
            }
            case DIES -> {
                send(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"status\":true");
                return false;
            }
            case STREAMS -> {
                send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{\"status\":true,");
                byte[] more = "  ".repeat(8_000).getBytes(UTF_8);
                while (!server.isClosed()) {
                    out.write(more);
                }
                return false;
            }
            case HANGS -> {
                hanging.incrementAndGet();
                try {
                    return in.read() >= 0;
                } finally {
                    hanging.decrementAndGet();
                }
            }
            case DRIPS -> {
                for (byte b : ("HTTP/1.1 200 OK\r\n" + "X-Drip: drop\r\n".repeat(1000)).getBytes(UTF_8)) {
                    out.write(b);
                    time.sleep(Duration.ofMillis(20));
                }
                return false;
            }
            default -> {
                send(out, answers.getOrDefault(act, ""));
                return true;
            }
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    void end() throws IOException, InterruptedException {
        server.close();
        // Until it has left accept, the kernel goes on taking connections.
        if (!accepting.join(Duration.ofSeconds(10))) {
            throw new AssertionError("the peer goes on accepting");
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
