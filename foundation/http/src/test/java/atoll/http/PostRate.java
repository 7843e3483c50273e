package atoll.http;

import atoll.base.id.Ids;
import atoll.base.id.Randomness;
import atoll.base.lifecycle.Threads;
import atoll.base.time.SystemTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// A quick look at the server's rate, run by hand: `serve PORT`, and in another process `load PORT SECONDS`.
///
/// Posts 1 KiB over 64 kept connections to a handler that reads the body and returns a fixed answer.
final class PostRate {
    private static final int CONNECTIONS = 64;
    private static final int RESPONSE_END = 4;

    private PostRate() {}

    static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[1]);
        if (args[0].equals("serve")) {
            serve(port);
        } else {
            System.out.println(load(port, Duration.ofSeconds(Long.parseLong(args[2]))) + " requests/s");
        }
    }

    private static void serve(int port) throws InterruptedException {
        HttpResponse created = HttpResponse.of(201);
        Route events = Route.post(
                "/v1/events", request -> request.body(10_000).length == 1024 ? created : HttpResponse.of(400));
        SystemTime time = new SystemTime();
        try (HttpServer server = new HttpServer(
                HttpServerConfig.DEFAULTS.withListen("127.0.0.1", port),
                new Router(List.of(events)),
                new HttpMetrics(new SimpleMeterRegistry()),
                time,
                Ids.random(Randomness.secure()))) {
            server.start();
            time.sleep(Duration.ofMinutes(2));
        }
    }

    private static long load(int port, Duration duration) throws InterruptedException {
        byte[] request = ("POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1024\r\n\r\n" + "x".repeat(1024))
                .getBytes(StandardCharsets.US_ASCII);
        SystemTime time = new SystemTime();
        LongAdder answered = new LongAdder();
        long end = time.nanoTime() + duration.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(Threads.startVirtual("load", () -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    while (time.nanoTime() < end) {
                        socket.getOutputStream().write(request);
                        readHead(socket.getInputStream());
                        answered.increment();
                    }
                } catch (IOException e) {
                    System.out.println(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return answered.sum() / duration.toSeconds();
    }

    private static void readHead(InputStream in) throws IOException {
        byte[] buffer = new byte[1024];
        int filled = 0;
        boolean complete = false;
        while (!complete) {
            int count = in.read(buffer, filled, buffer.length - filled);
            if (count < 0) {
                throw new IOException("the server closed the connection");
            }
            filled += count;
            complete = filled >= RESPONSE_END
                    && buffer[filled - 1] == '\n'
                    && buffer[filled - 2] == '\r'
                    && buffer[filled - 3] == '\n';
        }
    }
}
