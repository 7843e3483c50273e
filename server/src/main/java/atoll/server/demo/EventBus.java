package atoll.server.demo;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.http.Headers;
import atoll.http.client.HttpCall;
import atoll.http.client.HttpClient;
import atoll.http.client.HttpResult;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sends events as the EventBus extension does: one POST per stream, always an array, nothing is sent twice. Safe for
/// use
/// by many threads.
final class EventBus {
    private static final Headers HEADERS =
            Headers.of("Accept", "*/*", "content-type", "application/json", "user-agent", "MediaWiki/1.39 (sample)");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client;
    private final TimeSource time;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile @Nullable URI intake;

    EventBus(HttpClient client, TimeSource time) {
        this.client = client;
        this.time = time;
    }

    void connect(URI to) {
        intake = to;
    }

    /// Returns when all are stored. Stops at the first POST that is not accepted.
    void send(Outbox outbox) throws InterruptedException {
        for (List<byte[]> events : outbox.byStream().values()) {
            post(events);
        }
    }

    private void post(List<byte[]> events) throws InterruptedException {
        URI to = intake;
        if (to == null) {
            throw new AtollException(ErrorKind.UNAVAILABLE, "the sample wiki does not know yet where events go");
        }
        HttpResult result =
                client.call(new HttpCall("POST", to, HEADERS, array(events)), Deadline.after(time, PATIENCE));
        if (result instanceof HttpResult.Answer answer && answer.status() == 201) {
            accepted.addAndGet(events.size());
            return;
        }
        refused.addAndGet(events.size());
        throw new AtollException(ErrorKind.UNAVAILABLE, "events were not accepted: " + told(result));
    }

    private static String told(HttpResult result) {
        return switch (result) {
            case HttpResult.Answer answer -> "status " + answer.status();
            case HttpResult.NoAnswer none -> none.detail();
        };
    }

    private static byte[] array(List<byte[]> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1024 * events.size());
        body.write('[');
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(events.get(i));
        }
        body.write(']');
        return body.toByteArray();
    }

    /// Events that were answered 201.
    long accepted() {
        return accepted.get();
    }

    long refused() {
        return refused.get();
    }
}
